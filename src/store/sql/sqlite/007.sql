-- What incidents tell together. Derived: riwaya rebuild makes it anew.

-- Of each incident what undated reports are weighed against, so that its own reports need not be read for it.
ALTER TABLE incident ADD COLUMN summary BLOB;

-- Incidents that are there already are written once more, each by one of its reports.
UPDATE report SET stale = 1 WHERE id IN (SELECT min(report) FROM thread WHERE incident IS NOT NULL GROUP BY incident);
