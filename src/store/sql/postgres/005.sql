-- Incidents within incidents, as sqlite/005.sql. Derived: riwaya rebuild makes it anew.

-- Of each incident what it is held against others by: its acts, who did it, who is named, in ids; parts between "|", ids between spaces.
ALTER TABLE incident ADD COLUMN frame TEXT COLLATE "C";

-- Those that last: others may lie within them.
CREATE INDEX incident_lasting ON incident(place, time_from, time_to) WHERE place IS NOT NULL AND time_to - time_from >= 2880;

-- Incidents that are there already are written once more, each by one of its reports.
UPDATE report SET stale = 1 WHERE id IN (SELECT min(report) FROM thread WHERE incident IS NOT NULL GROUP BY incident);
