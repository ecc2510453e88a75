-- What incidents tell together, as sqlite/007.sql. Derived: riwaya rebuild makes it anew.

-- Of each incident what undated reports are weighed against, so that its own reports need not be read for it.
ALTER TABLE incident ADD COLUMN summary BYTEA;

-- Incidents that are there already are written once more, each by one of its reports.
UPDATE report SET stale = 1 WHERE id IN (SELECT min(report) FROM thread WHERE incident IS NOT NULL GROUP BY incident);
