-- What the reading room asks, table for table as sqlite/003.sql: reports per day, places on a map, incidents on which nobody decided yet, and who
-- says what. All of it is derived from incidents as they are written: riwaya rebuild makes it anew.

-- Whether a person's decision stands on an incident, its lines, its reports or their claims.
ALTER TABLE incident_tag ADD COLUMN reviewed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE incident_tag DROP CONSTRAINT incident_tag_pkey;
ALTER TABLE incident_tag ADD PRIMARY KEY (kind, tag, time_from, incident)
  INCLUDE (time_to, ranked, reports, contradictions, killed, changed, reviewed);

-- Where incidents are, for a map of all of them.
CREATE INDEX incident_position ON incident(lat, lon, place, reports, contradictions, time_to, name) WHERE lat IS NOT NULL;

-- Reports of an incident by the day of their publication. Those without a date are not counted.
CREATE TABLE incident_day (
  incident BIGINT NOT NULL,
  day BIGINT NOT NULL,              -- days since 1970-01-01
  reports BIGINT NOT NULL,
  PRIMARY KEY (incident, day)
);
CREATE INDEX incident_day_day ON incident_day(day, reports);

-- Who publishes, and who is quoted by name as a body: outlets, agencies, parties, monitors, officials. Private persons are not among them. Counts
-- are sums over source_incident.
CREATE TABLE source (
  id BIGINT PRIMARY KEY,
  key TEXT COLLATE "C" NOT NULL UNIQUE,          -- what others cite ("s0f3a…"): made of what tells it apart from others
  kind TEXT COLLATE "C" NOT NULL,                -- outlet, agency, monitor, party, party_media, official, …
  name TEXT COLLATE "C" NOT NULL,                -- as first met
  search TEXT COLLATE "C" NOT NULL,              -- … as names are compared
  outlet TEXT COLLATE "C",                       -- id of a row of lexicon/outlets, where it has one
  actor TEXT COLLATE "C",                        -- whom it speaks for
  incidents BIGINT NOT NULL,
  reports BIGINT NOT NULL,
  claims BIGINT NOT NULL,
  quoted BIGINT NOT NULL,
  unnamed BIGINT NOT NULL
);

-- What a source said in an incident.
CREATE TABLE source_incident (
  source BIGINT NOT NULL,
  time_from BIGINT NOT NULL,        -- of the incident; the least number there is where it has none
  incident BIGINT NOT NULL,
  reports BIGINT NOT NULL,          -- that it published
  claims BIGINT NOT NULL,           -- that it told, said or passed on
  quoted BIGINT NOT NULL,           -- of these, passed on by others
  unnamed BIGINT NOT NULL,          -- of those that it published, on the word of somebody unnamed
  PRIMARY KEY (source, time_from, incident)
);
CREATE INDEX source_incident_incident ON source_incident(incident);

-- Who passes on whose words: in an incident …
CREATE TABLE quote_incident (
  incident BIGINT NOT NULL,
  teller BIGINT NOT NULL,           -- source.id of who passes them on
  said BIGINT NOT NULL,             -- source.id of whose words they are
  claims BIGINT NOT NULL,
  PRIMARY KEY (incident, teller, said)
);
-- … and in all of them.
CREATE TABLE quote (
  teller BIGINT NOT NULL,
  said BIGINT NOT NULL,
  incidents BIGINT NOT NULL,
  claims BIGINT NOT NULL,
  PRIMARY KEY (teller, said)
);
CREATE INDEX quote_said ON quote(said);

-- Incidents that are there already are written once more, each by one of its reports.
UPDATE report SET stale = 1 WHERE id IN (SELECT min(report) FROM thread WHERE incident IS NOT NULL GROUP BY incident);
