-- Events that others coded from reports (ACLED, UCDP GED), to compare ledgers with; kept for good; as sqlite/004.sql. An event coded anew is its next version.
CREATE TABLE coded (
  id BIGINT PRIMARY KEY,            -- in order of coming
  sha BYTEA NOT NULL UNIQUE,          -- SHA-256 over what was coded: the columns from source on (docs/store-log.md)
  received BIGINT NOT NULL,         -- when we got it
  file TEXT COLLATE "C" NOT NULL,                -- its file and line: events.csv#12
  row_at BIGINT NOT NULL,           -- … and which byte its row begins at
  source TEXT COLLATE "C" NOT NULL,              -- acled, ucdp
  event TEXT COLLATE "C" NOT NULL,               -- its id there
  type TEXT COLLATE "C", subtype TEXT COLLATE "C",
  time_from BIGINT, time_to BIGINT,
  time_known TEXT COLLATE "C",                   -- how precisely the row says it: minute, day, month …
  time_precision BIGINT NOT NULL,   -- as coded; 0: not said
  actors TEXT COLLATE "C",                       -- one a line
  country TEXT COLLATE "C", admin1 TEXT COLLATE "C", admin2 TEXT COLLATE "C", place TEXT COLLATE "C",
  lat DOUBLE PRECISION, lon DOUBLE PRECISION,
  place_precision BIGINT NOT NULL,  -- as coded; 0: not said
  best BIGINT, low BIGINT, high BIGINT, -- killed
  sources TEXT COLLATE "C", notes TEXT COLLATE "C",
  digest BYTEA NOT NULL,              -- SHA-256 over the row (docs/store-log.md), as the log has it
  replaced_by BIGINT                -- the later version of the same event, where there is one
);
CREATE INDEX coded_event ON coded(source, event);
CREATE INDEX coded_time ON coded(time_from, lat, lon);
