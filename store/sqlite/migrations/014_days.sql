-- Seen keys are forgotten by the days on which any are looked up, not by the
-- calendar: at, in seen, is the number of such a day. Times that stand there from
-- before lie beyond every day, and count as the day before the first.
CREATE TABLE days (
  day   INTEGER NOT NULL, -- the present one
  since INTEGER NOT NULL  -- when it began
);
INSERT INTO days (day, since) VALUES (0, 0);
DROP TABLE renewals;
