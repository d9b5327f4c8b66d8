-- When a lane was closed, and a lease last taken or renewed: if that lies
-- ahead, the clock has been set back.
ALTER TABLE lanes ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE leases ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
CREATE INDEX lanes_since ON lanes (since) WHERE until > 0;
