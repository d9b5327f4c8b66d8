-- What chats choose, and what their subscriptions let through and when.
ALTER TABLE chats ADD COLUMN settings TEXT NOT NULL DEFAULT '';       -- JSON of news.ChatSettings, empty if nothing was chosen
ALTER TABLE subscriptions ADD COLUMN filter TEXT NOT NULL DEFAULT ''; -- JSON of news.Filter, empty if it lets all through
ALTER TABLE subscriptions ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
DROP INDEX subscriptions_by_topic;
CREATE INDEX subscriptions_by_topic ON subscriptions (topic, chat, thread, filter);

CREATE TABLE watches (
  id     TEXT PRIMARY KEY,
  chat   INTEGER NOT NULL,
  thread INTEGER NOT NULL,
  author INTEGER NOT NULL,
  name   TEXT NOT NULL,
  query  TEXT NOT NULL,
  lang   TEXT NOT NULL,
  since  INTEGER NOT NULL
);
CREATE INDEX watches_of_chat ON watches (chat, since, id);

-- The last change of each watch, also of those that are gone.
CREATE TABLE watch_changes (
  revision INTEGER PRIMARY KEY AUTOINCREMENT,
  watch    TEXT NOT NULL UNIQUE
);

INSERT INTO counts (what, n) VALUES ('watches', 0);
CREATE TRIGGER watches_more AFTER INSERT ON watches BEGIN
  UPDATE counts SET n = n + 1 WHERE what = 'watches';
END;
CREATE TRIGGER watches_less AFTER DELETE ON watches BEGIN
  UPDATE counts SET n = n - 1 WHERE what = 'watches';
END;

CREATE TABLE votes (
  chat    INTEGER NOT NULL,
  article TEXT NOT NULL,
  user    INTEGER NOT NULL,
  up      INTEGER NOT NULL,
  terms   TEXT NOT NULL, -- JSON object: by topic, an array
  at      INTEGER NOT NULL,
  PRIMARY KEY (chat, article, user)
) WITHOUT ROWID;
CREATE INDEX votes_of_user ON votes (user);

-- The sums of all votes: of a topic where the term is empty, else of a term
-- of it. Triggers keep them.
CREATE TABLE approvals (
  topic TEXT NOT NULL,
  term  TEXT NOT NULL,
  up    INTEGER NOT NULL,
  down  INTEGER NOT NULL,
  PRIMARY KEY (topic, term)
) WITHOUT ROWID;
CREATE TRIGGER votes_more AFTER INSERT ON votes BEGIN
  INSERT INTO approvals (topic, term, up, down)
    SELECT key, '', new.up, 1 - new.up FROM json_each(new.terms)
    UNION ALL SELECT t.key, w.value, new.up, 1 - new.up FROM json_each(new.terms) AS t, json_each(t.value) AS w WHERE true
    ON CONFLICT (topic, term) DO UPDATE SET up = up + excluded.up, down = down + excluded.down;
END;
CREATE TRIGGER votes_less AFTER DELETE ON votes BEGIN
  UPDATE approvals SET up = up - old.up, down = down - (1 - old.up)
    WHERE (topic, term) IN (SELECT key, '' FROM json_each(old.terms)
      UNION ALL SELECT t.key, w.value FROM json_each(old.terms) AS t, json_each(t.value) AS w);
  DELETE FROM approvals WHERE up = 0 AND down = 0
    AND topic IN (SELECT key FROM json_each(old.terms));
END;

CREATE TABLE guests (
  id    INTEGER PRIMARY KEY,
  name  TEXT NOT NULL,
  admin INTEGER NOT NULL,
  at    INTEGER NOT NULL,
  state TEXT NOT NULL
);

CREATE TABLE invitations (
  id      TEXT PRIMARY KEY,
  admin   INTEGER NOT NULL,
  whom    TEXT NOT NULL,
  expires INTEGER NOT NULL, -- 0 for never
  uses    INTEGER NOT NULL  -- left
) WITHOUT ROWID;

-- Which deliveries a message brought, and what a chat was sent.
CREATE INDEX deliveries_sent ON deliveries (chat, message_id) WHERE state = 'sent';
CREATE INDEX deliveries_expired ON deliveries (chat) WHERE state = 'expired';
