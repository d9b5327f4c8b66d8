-- What goes first: a delivery's class, and that of its lane, the best of all
-- that waits in it.
ALTER TABLE deliveries ADD COLUMN class INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lanes ADD COLUMN class INTEGER NOT NULL DEFAULT 0;
DROP INDEX lanes_next;
CREATE INDEX lanes_next ON lanes (until, class, head);
CREATE INDEX deliveries_class ON deliveries (chat, class) WHERE state IN ('pending', 'attempting');

-- When it is worth nothing any more, 0 for never; and the message that it
-- edits, 0 for one of its own. Edits stand behind all messages of a lane.
ALTER TABLE deliveries ADD COLUMN expires INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN edits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN edit_only INTEGER NOT NULL DEFAULT 0;
DROP INDEX deliveries_open;
CREATE INDEX deliveries_open ON deliveries (chat, edits > 0, id) WHERE state IN ('pending', 'attempting');

-- Used keys whose delivery is no more: of edits that took the place of one that
-- waited, and of chats that were forgotten.
CREATE TABLE spent_keys (
  once TEXT PRIMARY KEY
) WITHOUT ROWID;

-- The delivery that one was joined to, 0 for none, and how many were joined
-- to this one.
ALTER TABLE deliveries ADD COLUMN joined_to INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN parts INTEGER NOT NULL DEFAULT 0;
CREATE INDEX deliveries_joined ON deliveries (joined_to) WHERE state = 'joined';

INSERT INTO counts (what, n) VALUES ('expired', 0), ('joined', 0);
