-- What the reading room asks: reports per day, places on a map, incidents on which nobody decided yet, and who says what. All of it is derived
-- from incidents as they are written: riwaya rebuild makes it anew.

-- Whether a person's decision stands on an incident, its lines, its reports or their claims.
ALTER TABLE incident_tag ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0;

-- Where incidents are, for a map of all of them.
CREATE INDEX incident_position ON incident(lat, lon, place, reports, contradictions, time_to, name) WHERE lat IS NOT NULL;

-- Reports of an incident by the day of their publication. Those without a date are not counted.
CREATE TABLE incident_day (
  incident INTEGER NOT NULL,
  day INTEGER NOT NULL,              -- days since 1970-01-01
  reports INTEGER NOT NULL,
  PRIMARY KEY (incident, day)
) WITHOUT ROWID;
CREATE INDEX incident_day_day ON incident_day(day, reports);

-- Who publishes, and who is quoted by name as a body: outlets, agencies, parties, monitors, officials. Private persons are not among them. Counts
-- are sums over source_incident.
CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,          -- what others cite ("s0f3a…"): made of what tells it apart from others
  kind TEXT NOT NULL,                -- outlet, agency, monitor, party, party_media, official, …
  name TEXT NOT NULL,                -- as first met
  search TEXT NOT NULL,              -- … as names are compared
  outlet TEXT,                       -- id of a row of lexicon/outlets, where it has one
  actor TEXT,                        -- whom it speaks for
  incidents INTEGER NOT NULL,
  reports INTEGER NOT NULL,
  claims INTEGER NOT NULL,
  quoted INTEGER NOT NULL,
  unnamed INTEGER NOT NULL
);

-- What a source said in an incident.
CREATE TABLE source_incident (
  source INTEGER NOT NULL,
  time_from INTEGER NOT NULL,        -- of the incident; the least number there is where it has none
  incident INTEGER NOT NULL,
  reports INTEGER NOT NULL,          -- that it published
  claims INTEGER NOT NULL,           -- that it told, said or passed on
  quoted INTEGER NOT NULL,           -- of these, passed on by others
  unnamed INTEGER NOT NULL,          -- of those that it published, on the word of somebody unnamed
  PRIMARY KEY (source, time_from, incident)
) WITHOUT ROWID;
CREATE INDEX source_incident_incident ON source_incident(incident);

-- Who passes on whose words: in an incident …
CREATE TABLE quote_incident (
  incident INTEGER NOT NULL,
  teller INTEGER NOT NULL,           -- source.id of who passes them on
  said INTEGER NOT NULL,             -- source.id of whose words they are
  claims INTEGER NOT NULL,
  PRIMARY KEY (incident, teller, said)
) WITHOUT ROWID;
-- … and in all of them.
CREATE TABLE quote (
  teller INTEGER NOT NULL,
  said INTEGER NOT NULL,
  incidents INTEGER NOT NULL,
  claims INTEGER NOT NULL,
  PRIMARY KEY (teller, said)
) WITHOUT ROWID;
CREATE INDEX quote_said ON quote(said);

-- Incidents that are there already are written once more, each by one of its reports.
UPDATE report SET stale = 1 WHERE id IN (SELECT min(report) FROM thread WHERE incident IS NOT NULL GROUP BY incident);
