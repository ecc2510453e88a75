-- riwaya's store, first schema. docs/store.md tells every table and column, with queries to start from.
--
-- What is kept for good: raw, dictionary, document, report (but its derived part), sighting, unread, name, review, about, policy, log.
-- What riwaya rebuild makes anew: report.derived, claim, thread, print, copy, incident and what hangs on it, bond, said_copy, found.
-- Numbers (id) are given by the store in order of coming, and mean nothing outside of it; what others may cite is report.sha and incident.name.
-- Times: *_from and *_to of what reports say are civil minutes since 1970-01-01T00:00 as the report's own clock tells them; received, at and
-- changed are milliseconds since 1970-01-01T00:00 UTC.

-- Bytes as received, each once, packed with zstd.
CREATE TABLE raw (
  id INTEGER PRIMARY KEY,
  sha BLOB NOT NULL UNIQUE,          -- SHA-256 of the bytes
  size INTEGER NOT NULL,             -- bytes as received
  dictionary INTEGER NOT NULL,       -- dictionary they are packed with, 0 for none
  packed BLOB NOT NULL
);

-- Dictionaries that raw bytes are packed with; never changed once used.
CREATE TABLE dictionary (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,             -- of objects: 0 JSON, 1 markup, 2 text
  bytes BLOB NOT NULL
);

-- A document as a reader got it: what its container said of it, which its own bytes don't tell.
CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  raw INTEGER NOT NULL REFERENCES raw(id),      -- its bytes as received: the report's identity
  kept BLOB NOT NULL                            -- how it was read (docs/store.md)
);
CREATE INDEX document_raw ON document(raw);

-- Engines that derived data was made by.
CREATE TABLE engine (
  id INTEGER PRIMARY KEY,
  version TEXT NOT NULL,
  lexicon TEXT NOT NULL,             -- hash of its lexicon
  UNIQUE (version, lexicon)
);

-- Reports: one document, or one entry of a live-blog, as one outlet published it.
CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  sha BLOB NOT NULL UNIQUE,          -- the report's id: SHA-256 of its bytes
  document INTEGER NOT NULL REFERENCES document(id),
  number INTEGER NOT NULL,           -- which of the document's reports, from 0
  received INTEGER NOT NULL,         -- when we got it
  file TEXT NOT NULL,                -- path or URL as given
  address TEXT,                      -- the URL that it is known by
  format TEXT NOT NULL,
  language TEXT,
  outlet TEXT,                       -- id of the outlet's row in the lexicon
  outlet_name TEXT,
  title TEXT,
  text TEXT,                         -- the article, one paragraph a line
  caption TEXT,
  published_from INTEGER, published_to INTEGER, -- NULL where it does not say
  digest BLOB NOT NULL,              -- SHA-256 over what was read of it (docs/store-log.md), as the log has it
  replaced_by INTEGER,               -- the later version of the same page, where there is one
  text_key INTEGER NOT NULL,         -- hash of its words: alike for texts that are alike word for word; 0 for what says too little
  told INTEGER NOT NULL,             -- its place in the order told: when it was published, then its sha
  stands INTEGER NOT NULL,           -- 1: the first with its text_key; its prints are in table print
  prints BLOB NOT NULL,              -- samples of its runs of words, 32 bits each
  engine INTEGER NOT NULL REFERENCES engine(id),
  derived BLOB NOT NULL,             -- claims, mentions and the rest of the report, for riwaya itself
  stale INTEGER NOT NULL             -- 1: incidents don't know of it, or of its last change, yet
);
CREATE INDEX report_received ON report(received);
CREATE INDEX report_address ON report(address) WHERE address IS NOT NULL;
CREATE INDEX report_text_key ON report(text_key, told) WHERE text_key <> 0;
CREATE INDEX report_document ON report(document);
CREATE INDEX report_replaced ON report(replaced_by) WHERE replaced_by IS NOT NULL;
CREATE INDEX report_stale ON report(id) WHERE stale = 1;

-- The same bytes under further names.
CREATE TABLE sighting (
  report INTEGER NOT NULL REFERENCES report(id),
  file TEXT NOT NULL,
  received INTEGER NOT NULL,
  PRIMARY KEY (report, file)
) WITHOUT ROWID;

-- Documents that could not be read, and why.
CREATE TABLE unread (
  file TEXT NOT NULL PRIMARY KEY,
  received INTEGER NOT NULL,         -- when it was last tried
  code INTEGER NOT NULL,
  message TEXT NOT NULL
) WITHOUT ROWID;

-- Claims as the engine took them from the words; reviews stand beside, and are not mixed in.
CREATE TABLE claim (
  report INTEGER NOT NULL REFERENCES report(id),
  number INTEGER NOT NULL,           -- in its report, from 0
  id TEXT NOT NULL,                  -- as riwaya extract writes it
  predicate TEXT NOT NULL,
  polarity TEXT NOT NULL,
  modality TEXT NOT NULL,
  field TEXT NOT NULL,               -- where its words stand: title, text or caption …
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, -- … and which bytes of it
  figure TEXT, qualifier TEXT, value REAL, low REAL, high REAL,
  unit TEXT, scope TEXT,
  patient TEXT, patient_actor TEXT, patient_role TEXT,
  agent TEXT, agent_actor TEXT, agent_role TEXT,
  place TEXT, place_text TEXT,
  time_from INTEGER, time_to INTEGER,
  told_from INTEGER, told_to INTEGER,
  origin TEXT, origin_kind TEXT, origin_actor TEXT, -- first link of its chain
  stance TEXT NOT NULL,
  confidence REAL NOT NULL,
  PRIMARY KEY (report, number)
) WITHOUT ROWID;
CREATE INDEX claim_figure ON claim(report, polarity, predicate, low, high) WHERE (low IS NOT NULL OR high IS NOT NULL);

-- What grouping compares: a report's main thread, and one for each further town of a round-up.
CREATE TABLE thread (
  id INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES report(id),
  number INTEGER NOT NULL,           -- in its report; 0 is the main one
  town TEXT, region TEXT,            -- buckets that it lies in; NULL for none
  wide INTEGER NOT NULL,             -- 1: its town is not known
  place_in_time BLOB NOT NULL,       -- its place within its buckets
  alone INTEGER NOT NULL,            -- 1: too little of its own to be an incident by itself
  home TEXT, hint BLOB,              -- of an undated one: where the incidents lie that it is judged against, and by what they are chosen
  held BLOB,                         -- … and what it weighed where it is, as a double, and those that it was held against last: numbers, packed
  meets_town BLOB, meets_region BLOB, -- threads of each bucket that it meets: numbers, packed
  incident INTEGER,                  -- NULL for one that stands apart
  judged INTEGER NOT NULL,           -- 1: undated, and put there for what it tells
  UNIQUE (report, number)
);
CREATE INDEX thread_town ON thread(town, place_in_time) WHERE town IS NOT NULL;
CREATE INDEX thread_region ON thread(region, place_in_time) WHERE region IS NOT NULL;
CREATE INDEX thread_home ON thread(home) WHERE home IS NOT NULL;
CREATE INDEX thread_incident ON thread(incident);

-- Samples of the runs of words of each text, by which copies are found.
CREATE TABLE print (
  hash INTEGER NOT NULL,
  told INTEGER NOT NULL,             -- place of the report in the order told
  report INTEGER NOT NULL,
  PRIMARY KEY (hash, told, report)
) WITHOUT ROWID;

-- Pairs of reports that were measured and share passages: report copies of.
CREATE TABLE copy (
  report INTEGER NOT NULL,
  of INTEGER NOT NULL,
  share REAL NOT NULL,               -- of its words that stand in the other
  whole INTEGER NOT NULL,            -- 1: all but a rest of it
  best INTEGER NOT NULL,             -- 1: the one it is taken as a copy of
  owner INTEGER NOT NULL,            -- the later of the two
  PRIMARY KEY (report, of)
) WITHOUT ROWID;
CREATE INDEX copy_of ON copy(of);
CREATE INDEX copy_owner ON copy(owner);

-- Incidents: a function of the reports and of people's words, kept so that nothing need be grouped to list them.
CREATE TABLE incident (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,         -- what others cite ("i0f3a…"): table name tells how it was given
  title_ar TEXT NOT NULL, title_en TEXT NOT NULL,
  place TEXT, place_text TEXT, lat REAL, lon REAL,
  time_from INTEGER, time_to INTEGER,
  reports INTEGER NOT NULL,
  outlets INTEGER NOT NULL,
  origins INTEGER NOT NULL,
  claims INTEGER NOT NULL,
  contradictions INTEGER NOT NULL,
  killed_low REAL, killed_high REAL, -- range of the killed, as claims of the whole event have it
  first_received INTEGER NOT NULL,   -- when the first of its reports came
  changed INTEGER NOT NULL,          -- when it last changed
  hint BLOB                          -- by what undated reports choose it
);
CREATE INDEX incident_changed ON incident(changed);

-- What an incident can be found by: kind is any (with an empty tag: every incident has it), place (with all that contains it), act, actor, or
-- home (of undated reports that may join it). What lists are sorted and sifted by stands beside, so that they are made of this table alone.
CREATE TABLE incident_tag (
  kind TEXT NOT NULL,
  tag TEXT NOT NULL,
  time_from INTEGER NOT NULL,        -- of the incident; the least number there is where it has none
  incident INTEGER NOT NULL,
  time_to INTEGER,                   -- NULL where it has none
  ranked INTEGER NOT NULL,           -- its name as a number, in the same order: what is alike otherwise is listed by it
  reports INTEGER NOT NULL,
  contradictions INTEGER NOT NULL,
  killed REAL NOT NULL,             -- upper end of the killed, the lower one where there is none, -1 where nobody tells of any
  changed INTEGER NOT NULL,
  PRIMARY KEY (kind, tag, time_from, incident)
) WITHOUT ROWID;
CREATE INDEX incident_tag_incident ON incident_tag(incident);

CREATE TABLE member (
  incident INTEGER NOT NULL,
  report INTEGER NOT NULL,
  part TEXT NOT NULL,                -- tells, background, reprint, undated
  PRIMARY KEY (incident, report)
) WITHOUT ROWID;
CREATE INDEX member_report ON member(report);

-- Reports that joined no incident, with the nearest one.
CREATE TABLE apart (
  report INTEGER PRIMARY KEY,
  near INTEGER NOT NULL              -- incident
);
CREATE INDEX apart_near ON apart(near);

-- Every name that an incident ever had: that of the founding thread in it whose report came first is its name now, the others lead to it.
CREATE TABLE name (
  name TEXT PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES report(id), -- founding thread: its report …
  thread INTEGER NOT NULL,                       -- … and which of its threads
  given INTEGER NOT NULL                         -- when, as a place in the order of names
) WITHOUT ROWID;
CREATE INDEX name_report ON name(report, thread);

-- Incidents as they were before a rebuild that has not ended yet: what it changed is told at its end.
CREATE TABLE incident_before (
  name TEXT PRIMARY KEY,
  digest BLOB NOT NULL,               -- SHA-256 over its row and its reports' digests
  changed INTEGER NOT NULL
) WITHOUT ROWID;

-- People's decisions; none is ever deleted. docs/reviews.md has the fields of body.
CREATE TABLE review (
  id INTEGER PRIMARY KEY,
  made INTEGER NOT NULL,             -- when the store got it
  kind TEXT NOT NULL,
  by TEXT NOT NULL,
  why TEXT NOT NULL,
  report INTEGER,                    -- the report that it speaks of, where it is one
  body TEXT NOT NULL                 -- the review as JSON
);
CREATE INDEX review_report ON review(report);

-- What this desk asks of decisions. second-eyes: on, where one counts only when two people hold it.
CREATE TABLE policy (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- What each review is about, to find it by. kind: id (its own id), report (a report's sha), incident (a name), review (another's id).
CREATE TABLE about (
  kind TEXT NOT NULL,
  subject BLOB NOT NULL,              -- a sha's bytes, or those of a name or id as written
  review INTEGER NOT NULL REFERENCES review(id),
  PRIMARY KEY (kind, subject, review)
) WITHOUT ROWID;

-- What reviews say of which threads belong together, and which do not.
CREATE TABLE bond (
  review INTEGER NOT NULL REFERENCES review(id),
  report INTEGER NOT NULL, thread INTEGER NOT NULL,
  other_report INTEGER NOT NULL, other_thread INTEGER NOT NULL,
  apart INTEGER NOT NULL,             -- 1: they do not belong together
  said INTEGER NOT NULL, name TEXT NOT NULL, -- the review's time, by its author, and its id: of two that contradict each other the later one counts
  PRIMARY KEY (review, report, thread, other_report, other_thread)
) WITHOUT ROWID;
CREATE INDEX bond_report ON bond(report);
CREATE INDEX bond_other ON bond(other_report);

-- Reports that people say copy others, while they say so.
CREATE TABLE said_copy (
  report INTEGER NOT NULL,
  of INTEGER NOT NULL,
  PRIMARY KEY (report, of)
) WITHOUT ROWID;
CREATE INDEX said_copy_of ON said_copy(of);

-- Everything that happened, in order, each entry hashed over the one before (docs/store-log.md).
CREATE TABLE log (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,                -- create, add, sight, unread, edit, dictionary, review, policy, rebuild, seal
  subject TEXT NOT NULL,             -- what it speaks of: a report's sha, a review's number, a file
  detail TEXT NOT NULL,              -- JSON
  hash BLOB NOT NULL
);

-- What else was said of a report than that it came: how verify finds its latest entry.
CREATE INDEX log_subject ON log(subject) WHERE kind <> 'add';

-- For people: claims with their words.
CREATE VIEW claim_words AS
  SELECT lower(hex(r.sha)) AS sha, r.outlet_name, c.*,
    CAST(substr(CAST(CASE c.field WHEN 'title' THEN r.title WHEN 'caption' THEN r.caption ELSE r.text END AS BLOB), c.start + 1, c."end" - c.start) AS TEXT) AS words
  FROM claim c JOIN report r ON r.id = c.report;
-- For people: reports of incidents.
CREATE VIEW incident_report AS
  SELECT i.name AS incident, i.title_ar, i.title_en, lower(hex(r.sha)) AS sha, m.part, r.outlet_name, r.title, r.file, r.address,
    strftime('%Y-%m-%dT%H:%M', r.published_from * 60, 'unixepoch') AS published
  FROM incident i JOIN member m ON m.incident = i.id JOIN report r ON r.id = m.report;
