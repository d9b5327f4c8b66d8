-- Seen keys are forgotten from now on, unless they are looked up: that renews
-- their times. Since when it has, 0 if there is nothing from before.
CREATE TABLE renewals (since INTEGER NOT NULL);
INSERT INTO renewals (since) SELECT CASE WHEN EXISTS (SELECT 1 FROM seen) THEN unixepoch() * 1000000 ELSE 0 END;

-- Keys are forgotten many at once, and their number taken from the count once
-- for all of them.
DROP TRIGGER seen_less;
