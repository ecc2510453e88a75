-- riwaya's store, first schema, for PostgreSQL: table for table and column for column that of sqlite/001.sql. Text is compared by bytes, as there.
-- An index of PostgreSQL's holds 2,700 bytes of a row at most; one by hash any length.
-- docs/store.md tells every table and column, with queries to start from.
--
-- What is kept for good: raw, dictionary, document, report (but its derived part), sighting, unread, name, review, about, policy, log.
-- What riwaya rebuild makes anew: report.derived, claim, thread, print, copy, incident and what hangs on it, bond, said_copy, found.
-- Numbers (id) are given by the store in order of coming, and mean nothing outside of it; what others may cite is report.sha and incident.name.
-- Times: *_from and *_to of what reports say are civil minutes since 1970-01-01T00:00 as the report's own clock tells them; received, at and
-- changed are milliseconds since 1970-01-01T00:00 UTC.

-- Bytes as received, each once, packed with zstd.
CREATE TABLE raw (
  id BIGINT PRIMARY KEY,
  sha BYTEA NOT NULL UNIQUE,          -- SHA-256 of the bytes
  size BIGINT NOT NULL,             -- bytes as received
  dictionary BIGINT NOT NULL,       -- dictionary they are packed with, 0 for none
  packed BYTEA NOT NULL
);

-- Dictionaries that raw bytes are packed with; never changed once used.
CREATE TABLE dictionary (
  id BIGINT PRIMARY KEY,
  kind BIGINT NOT NULL,             -- of objects: 0 JSON, 1 markup, 2 text
  bytes BYTEA NOT NULL
);

-- A document as a reader got it: what its container said of it, which its own bytes don't tell.
CREATE TABLE document (
  id BIGINT PRIMARY KEY,
  raw BIGINT NOT NULL REFERENCES raw(id),      -- its bytes as received: the report's identity
  kept BYTEA NOT NULL                            -- how it was read (docs/store.md)
);
CREATE INDEX document_raw ON document(raw);

-- Engines that derived data was made by.
CREATE TABLE engine (
  id BIGINT PRIMARY KEY,
  version TEXT COLLATE "C" NOT NULL,
  lexicon TEXT COLLATE "C" NOT NULL,             -- hash of its lexicon
  UNIQUE (version, lexicon)
);

-- Reports: one document, or one entry of a live-blog, as one outlet published it.
CREATE TABLE report (
  id BIGINT PRIMARY KEY,
  sha BYTEA NOT NULL UNIQUE,          -- the report's id: SHA-256 of its bytes
  document BIGINT NOT NULL REFERENCES document(id),
  number BIGINT NOT NULL,           -- which of the document's reports, from 0
  received BIGINT NOT NULL,         -- when we got it
  file TEXT COLLATE "C" NOT NULL,                -- path or URL as given
  address TEXT COLLATE "C",                      -- the URL that it is known by
  format TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C",
  outlet TEXT COLLATE "C",                       -- id of the outlet's row in the lexicon
  outlet_name TEXT COLLATE "C",
  title TEXT COLLATE "C",
  text TEXT COLLATE "C",                         -- the article, one paragraph a line
  caption TEXT COLLATE "C",
  published_from BIGINT, published_to BIGINT, -- NULL where it does not say
  digest BYTEA NOT NULL,              -- SHA-256 over what was read of it (docs/store-log.md), as the log has it
  replaced_by BIGINT,               -- the later version of the same page, where there is one
  text_key BIGINT NOT NULL,         -- hash of its words: alike for texts that are alike word for word; 0 for what says too little
  told BIGINT NOT NULL,             -- its place in the order told: when it was published, then its sha
  stands BIGINT NOT NULL,           -- 1: the first with its text_key; its prints are in table print
  prints BYTEA NOT NULL,              -- samples of its runs of words, 32 bits each
  engine BIGINT NOT NULL REFERENCES engine(id),
  derived BYTEA NOT NULL,             -- claims, mentions and the rest of the report, for riwaya itself
  stale BIGINT NOT NULL             -- 1: incidents don't know of it, or of its last change, yet
);
CREATE INDEX report_received ON report(received);
CREATE INDEX report_address ON report USING hash (address) WHERE address IS NOT NULL;
CREATE INDEX report_text_key ON report(text_key, told) WHERE text_key <> 0;
CREATE INDEX report_document ON report(document);
CREATE INDEX report_replaced ON report(replaced_by) WHERE replaced_by IS NOT NULL;
CREATE INDEX report_stale ON report(id) WHERE stale = 1;

-- The same bytes under further names.
CREATE TABLE sighting (
  report BIGINT NOT NULL REFERENCES report(id),
  file TEXT COLLATE "C" NOT NULL,
  received BIGINT NOT NULL,
  PRIMARY KEY (report, file)
);

-- Documents that could not be read, and why.
CREATE TABLE unread (
  file TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  received BIGINT NOT NULL,         -- when it was last tried
  code BIGINT NOT NULL,
  message TEXT COLLATE "C" NOT NULL
);

-- Claims as the engine took them from the words; reviews stand beside, and are not mixed in.
CREATE TABLE claim (
  report BIGINT NOT NULL REFERENCES report(id),
  number BIGINT NOT NULL,           -- in its report, from 0
  id TEXT COLLATE "C" NOT NULL,                  -- as riwaya extract writes it
  predicate TEXT COLLATE "C" NOT NULL,
  polarity TEXT COLLATE "C" NOT NULL,
  modality TEXT COLLATE "C" NOT NULL,
  field TEXT COLLATE "C" NOT NULL,               -- where its words stand: title, text or caption …
  start BIGINT NOT NULL, "end" BIGINT NOT NULL, -- … and which bytes of it
  figure TEXT COLLATE "C", qualifier TEXT COLLATE "C", value DOUBLE PRECISION, low DOUBLE PRECISION, high DOUBLE PRECISION,
  unit TEXT COLLATE "C", scope TEXT COLLATE "C",
  patient TEXT COLLATE "C", patient_actor TEXT COLLATE "C", patient_role TEXT COLLATE "C",
  agent TEXT COLLATE "C", agent_actor TEXT COLLATE "C", agent_role TEXT COLLATE "C",
  place TEXT COLLATE "C", place_text TEXT COLLATE "C",
  time_from BIGINT, time_to BIGINT,
  told_from BIGINT, told_to BIGINT,
  origin TEXT COLLATE "C", origin_kind TEXT COLLATE "C", origin_actor TEXT COLLATE "C", -- first link of its chain
  stance TEXT COLLATE "C" NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (report, number)
);
CREATE INDEX claim_figure ON claim(report, polarity, predicate, low, high) WHERE (low IS NOT NULL OR high IS NOT NULL);

-- What grouping compares: a report's main thread, and one for each further town of a round-up.
CREATE TABLE thread (
  id BIGINT PRIMARY KEY,
  report BIGINT NOT NULL REFERENCES report(id),
  number BIGINT NOT NULL,           -- in its report; 0 is the main one
  town TEXT COLLATE "C", region TEXT COLLATE "C",            -- buckets that it lies in; NULL for none
  wide BIGINT NOT NULL,             -- 1: its town is not known
  place_in_time BYTEA NOT NULL,       -- its place within its buckets
  alone BIGINT NOT NULL,            -- 1: too little of its own to be an incident by itself
  home TEXT COLLATE "C", hint BYTEA,              -- of an undated one: where the incidents lie that it is judged against, and by what they are chosen
  held BYTEA,                         -- … and what it weighed where it is, as a double, and those that it was held against last: numbers, packed
  meets_town BYTEA, meets_region BYTEA, -- threads of each bucket that it meets: numbers, packed
  incident BIGINT,                  -- NULL for one that stands apart
  judged BIGINT NOT NULL,           -- 1: undated, and put there for what it tells
  UNIQUE (report, number)
);
CREATE INDEX thread_town ON thread(town, place_in_time) WHERE town IS NOT NULL;
CREATE INDEX thread_region ON thread(region, place_in_time) WHERE region IS NOT NULL;
CREATE INDEX thread_home ON thread(home) WHERE home IS NOT NULL;
CREATE INDEX thread_incident ON thread(incident);

-- Samples of the runs of words of each text, by which copies are found.
CREATE TABLE print (
  hash BIGINT NOT NULL,
  told BIGINT NOT NULL,             -- place of the report in the order told
  report BIGINT NOT NULL,
  PRIMARY KEY (hash, told, report)
);

-- Pairs of reports that were measured and share passages: report copies of.
CREATE TABLE copy (
  report BIGINT NOT NULL,
  of BIGINT NOT NULL,
  share DOUBLE PRECISION NOT NULL,               -- of its words that stand in the other
  whole BIGINT NOT NULL,            -- 1: all but a rest of it
  best BIGINT NOT NULL,             -- 1: the one it is taken as a copy of
  owner BIGINT NOT NULL,            -- the later of the two
  PRIMARY KEY (report, of)
);
CREATE INDEX copy_of ON copy(of);
CREATE INDEX copy_owner ON copy(owner);

-- Incidents: a function of the reports and of people's words, kept so that nothing need be grouped to list them.
CREATE TABLE incident (
  id BIGINT PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL UNIQUE,         -- what others cite ("i0f3a…"): table name tells how it was given
  title_ar TEXT COLLATE "C" NOT NULL, title_en TEXT COLLATE "C" NOT NULL,
  place TEXT COLLATE "C", place_text TEXT COLLATE "C", lat DOUBLE PRECISION, lon DOUBLE PRECISION,
  time_from BIGINT, time_to BIGINT,
  reports BIGINT NOT NULL,
  outlets BIGINT NOT NULL,
  origins BIGINT NOT NULL,
  claims BIGINT NOT NULL,
  contradictions BIGINT NOT NULL,
  killed_low DOUBLE PRECISION, killed_high DOUBLE PRECISION, -- range of the killed, as claims of the whole event have it
  first_received BIGINT NOT NULL,   -- when the first of its reports came
  changed BIGINT NOT NULL,          -- when it last changed
  hint BYTEA                          -- by what undated reports choose it
);
CREATE INDEX incident_changed ON incident(changed);

-- What an incident can be found by: kind is any (with an empty tag: every incident has it), place (with all that contains it), act, actor, or
-- home (of undated reports that may join it). What lists are sorted and sifted by stands beside, so that they are made of this table alone.
CREATE TABLE incident_tag (
  kind TEXT COLLATE "C" NOT NULL,
  tag TEXT COLLATE "C" NOT NULL,
  time_from BIGINT NOT NULL,        -- of the incident; the least number there is where it has none
  incident BIGINT NOT NULL,
  time_to BIGINT,                   -- NULL where it has none
  ranked BIGINT NOT NULL,           -- its name as a number, in the same order: what is alike otherwise is listed by it
  reports BIGINT NOT NULL,
  contradictions BIGINT NOT NULL,
  killed DOUBLE PRECISION NOT NULL,             -- upper end of the killed, the lower one where there is none, -1 where nobody tells of any
  changed BIGINT NOT NULL,
  PRIMARY KEY (kind, tag, time_from, incident) INCLUDE (time_to, ranked, reports, contradictions, killed, changed)
);
CREATE INDEX incident_tag_incident ON incident_tag(incident);

CREATE TABLE member (
  incident BIGINT NOT NULL,
  report BIGINT NOT NULL,
  part TEXT COLLATE "C" NOT NULL,                -- tells, background, reprint, undated
  PRIMARY KEY (incident, report)
);
CREATE INDEX member_report ON member(report);

-- Reports that joined no incident, with the nearest one.
CREATE TABLE apart (
  report BIGINT PRIMARY KEY,
  near BIGINT NOT NULL              -- incident
);
CREATE INDEX apart_near ON apart(near);

-- Every name that an incident ever had: that of the founding thread in it whose report came first is its name now, the others lead to it.
CREATE TABLE name (
  name TEXT COLLATE "C" PRIMARY KEY,
  report BIGINT NOT NULL REFERENCES report(id), -- founding thread: its report …
  thread BIGINT NOT NULL,                       -- … and which of its threads
  given BIGINT NOT NULL                         -- when, as a place in the order of names
);
CREATE INDEX name_report ON name(report, thread);

-- Incidents as they were before a rebuild that has not ended yet: what it changed is told at its end.
CREATE TABLE incident_before (
  name TEXT COLLATE "C" PRIMARY KEY,
  digest BYTEA NOT NULL,               -- SHA-256 over its row and its reports' digests
  changed BIGINT NOT NULL
);

-- People's decisions; none is ever deleted. docs/reviews.md has the fields of body.
CREATE TABLE review (
  id BIGINT PRIMARY KEY,
  made BIGINT NOT NULL,             -- when the store got it
  kind TEXT COLLATE "C" NOT NULL,
  by TEXT COLLATE "C" NOT NULL,
  why TEXT COLLATE "C" NOT NULL,
  report BIGINT,                    -- the report that it speaks of, where it is one
  body TEXT COLLATE "C" NOT NULL                 -- the review as JSON
);
CREATE INDEX review_report ON review(report);

-- What this desk asks of decisions. second-eyes: on, where one counts only when two people hold it.
CREATE TABLE policy (
  key TEXT COLLATE "C" PRIMARY KEY,
  value TEXT COLLATE "C" NOT NULL
);

-- What each review is about, to find it by. kind: id (its own id), report (a report's sha), incident (a name), review (another's id).
CREATE TABLE about (
  kind TEXT COLLATE "C" NOT NULL,
  subject BYTEA NOT NULL,              -- a sha's bytes, or those of a name or id as written
  review BIGINT NOT NULL REFERENCES review(id),
  PRIMARY KEY (kind, subject, review)
);

-- What reviews say of which threads belong together, and which do not.
CREATE TABLE bond (
  review BIGINT NOT NULL REFERENCES review(id),
  report BIGINT NOT NULL, thread BIGINT NOT NULL,
  other_report BIGINT NOT NULL, other_thread BIGINT NOT NULL,
  apart BIGINT NOT NULL,             -- 1: they do not belong together
  said BIGINT NOT NULL, name TEXT COLLATE "C" NOT NULL, -- the review's time, by its author, and its id: of two that contradict each other the later one counts
  PRIMARY KEY (review, report, thread, other_report, other_thread)
);
CREATE INDEX bond_report ON bond(report);
CREATE INDEX bond_other ON bond(other_report);

-- Reports that people say copy others, while they say so.
CREATE TABLE said_copy (
  report BIGINT NOT NULL,
  of BIGINT NOT NULL,
  PRIMARY KEY (report, of)
);
CREATE INDEX said_copy_of ON said_copy(of);

-- Everything that happened, in order, each entry hashed over the one before (docs/store-log.md).
CREATE TABLE log (
  seq BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,                -- create, add, sight, unread, edit, dictionary, review, policy, rebuild, seal
  subject TEXT COLLATE "C" NOT NULL,             -- what it speaks of: a report's sha, a review's number, a file
  detail TEXT COLLATE "C" NOT NULL,              -- JSON
  hash BYTEA NOT NULL
);

-- What else was said of a report than that it came: how verify finds its latest entry.
CREATE INDEX log_subject ON log(subject) WHERE kind <> 'add';

-- For people: claims with their words.
CREATE VIEW claim_words AS
  SELECT encode(r.sha, 'hex') AS sha, r.outlet_name, c.*,
    convert_from(substring(convert_to(CASE c.field WHEN 'title' THEN r.title WHEN 'caption' THEN r.caption ELSE r.text END, 'UTF8')
      FROM (c.start + 1)::int FOR (c."end" - c.start)::int), 'UTF8') AS words
  FROM claim c JOIN report r ON r.id = c.report;
-- For people: reports of incidents.
CREATE VIEW incident_report AS
  SELECT i.name AS incident, i.title_ar, i.title_en, encode(r.sha, 'hex') AS sha, m.part, r.outlet_name, r.title, r.file, r.address,
    to_char(to_timestamp(r.published_from * 60) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI') AS published
  FROM incident i JOIN member m ON m.incident = i.id JOIN report r ON r.id = m.report;
