-- Deliveries out of their lanes: held until not_before, since held_at. What was
-- held once says so ever after: 1, or 2 if somebody asked for it.
ALTER TABLE deliveries ADD COLUMN held_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
CREATE INDEX deliveries_held ON deliveries (chat, id) WHERE state = 'held';
CREATE INDEX deliveries_held_until ON deliveries (not_before, id) WHERE state = 'held';
CREATE INDEX deliveries_held_at ON deliveries (held_at) WHERE state = 'held';
CREATE INDEX deliveries_dropped ON deliveries (chat) WHERE state = 'dropped';

INSERT INTO counts (what, n) VALUES ('held', 0), ('dropped', 0);
