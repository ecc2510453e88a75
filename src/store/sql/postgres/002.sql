-- Searching (docs/search.md). Derived: riwaya rebuild makes it anew.
--
-- found: the words of each report as they are searched for (src/store/words.h says how they are made of a text).
--   title, text   folded, parted from clitics, in order, a space on both sides of each; text holds captions too
--   outlet        name of the outlet
--   words         all of them by column, each behind a letter: ttitle, xtext, llemma, ooutlet, gtag; tags as in sqlite/002.sql.
--                 Without places: those of a tsvector end at the 16,383rd word. Phrases are looked up in the columns before.
CREATE TABLE found (
  report BIGINT PRIMARY KEY,
  title TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  outlet TEXT COLLATE "C" NOT NULL,
  words TSVECTOR NOT NULL
);
CREATE INDEX found_words ON found USING gin (words);

-- Times of reports, apart from their texts: a search looks at many.
CREATE TABLE found_time (
  report BIGINT PRIMARY KEY,
  published_from BIGINT, published_to BIGINT,
  received BIGINT NOT NULL
);
CREATE INDEX found_time_received ON found_time(received);
CREATE INDEX found_time_published ON found_time(published_from) WHERE published_from IS NOT NULL;

-- What a statement that riwaya writes asks of found: planned for its own words each time. It is counted by the index of words wherever it can be:
-- reading the rows of frequent words is what takes time.
CREATE FUNCTION found_reports(asked TEXT) RETURNS SETOF BIGINT LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY EXECUTE asked;
END
$$;
-- The same of one that counts: those that fit, and of how many looked at where not all are (0: all are).
CREATE FUNCTION found_count(asked TEXT) RETURNS TABLE (fits BIGINT, looked BIGINT) LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY EXECUTE asked;
END
$$;
