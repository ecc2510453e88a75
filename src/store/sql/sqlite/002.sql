-- Searching (docs/search.md). Derived: riwaya rebuild makes it anew.
--
-- found: the words of each report as they are searched for (src/store/words.h says how they are made of a text); rowid is report.id.
-- It keeps no texts: select rowid from it, and join report. The words of its columns:
--   text, title   folded, parted from clitics; text holds captions too, and stands first because the first column costs least
--   lemmas        other words that a dictionary lists them under
--   outlet        name of the outlet
--   tags          what it tells of: place_ID (with all that contains it), actor_ID, act_ID, PREDICATE_nN (a figure of 4^N at least),
--                 outlet_ID, lang_CODE, month_YYYYMM and year_YYYY of its publication, and report
CREATE VIRTUAL TABLE found USING fts5(text, title, lemmas, outlet, tags,
  content='', columnsize=0, tokenize="unicode61 remove_diacritics 0 tokenchars '_'");

-- Times of reports, apart from their texts: a search looks at many.
CREATE TABLE found_time (
  report INTEGER PRIMARY KEY,
  published_from INTEGER, published_to INTEGER,
  received INTEGER NOT NULL
);
CREATE INDEX found_time_received ON found_time(received);
CREATE INDEX found_time_published ON found_time(published_from) WHERE published_from IS NOT NULL;
