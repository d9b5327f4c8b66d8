-- A clock that leaps to and fro ends no day each time.
ALTER TABLE days ADD COLUMN back INTEGER NOT NULL DEFAULT 0; -- since when the clock is behind, 0 if it is not
