-- Events that others coded from reports (ACLED, UCDP GED), to compare ledgers with; kept for good. An event coded anew is its next version.
CREATE TABLE coded (
  id INTEGER PRIMARY KEY,            -- in order of coming
  sha BLOB NOT NULL UNIQUE,          -- SHA-256 over what was coded: the columns from source on (docs/store-log.md)
  received INTEGER NOT NULL,         -- when we got it
  file TEXT NOT NULL,                -- its file and line: events.csv#12
  row_at INTEGER NOT NULL,           -- … and which byte its row begins at
  source TEXT NOT NULL,              -- acled, ucdp
  event TEXT NOT NULL,               -- its id there
  type TEXT, subtype TEXT,
  time_from INTEGER, time_to INTEGER,
  time_known TEXT,                   -- how precisely the row says it: minute, day, month …
  time_precision INTEGER NOT NULL,   -- as coded; 0: not said
  actors TEXT,                       -- one a line
  country TEXT, admin1 TEXT, admin2 TEXT, place TEXT,
  lat REAL, lon REAL,
  place_precision INTEGER NOT NULL,  -- as coded; 0: not said
  best INTEGER, low INTEGER, high INTEGER, -- killed
  sources TEXT, notes TEXT,
  digest BLOB NOT NULL,              -- SHA-256 over the row (docs/store-log.md), as the log has it
  replaced_by INTEGER                -- the later version of the same event, where there is one
);
CREATE INDEX coded_event ON coded(source, event);
CREATE INDEX coded_time ON coded(time_from, lat, lon);
