-- Times are microseconds since 1970 in UTC, 0 for none.

-- What has been seen: the first 16 bytes of the SHA-256 of an identity, and when it
-- was looked up, which since 014_days.sql is no time, but the number of a day.
CREATE TABLE seen (
  key BLOB PRIMARY KEY,
  at  INTEGER NOT NULL
) WITHOUT ROWID;

-- The archive. The number says in which order articles were claimed.
CREATE TABLE articles (
  number  INTEGER PRIMARY KEY,
  id      TEXT NOT NULL UNIQUE,
  at      INTEGER NOT NULL,
  article BLOB NOT NULL, -- JSON of news.Article
  matches BLOB NOT NULL  -- JSON of []news.Match
);
CREATE INDEX articles_newest ON articles (at, number);

CREATE TABLE article_topics (
  topic   TEXT NOT NULL,
  at      INTEGER NOT NULL,
  article INTEGER NOT NULL, -- articles.number
  PRIMARY KEY (topic, at, article)
) WITHOUT ROWID;

-- Articles whose alerts are not all deliveries yet, and how far they are.
CREATE TABLE outbox (
  number       INTEGER PRIMARY KEY AUTOINCREMENT,
  article      TEXT NOT NULL UNIQUE, -- articles.id
  topics       BLOB NOT NULL,        -- JSON array
  chunk        INTEGER NOT NULL DEFAULT 0,
  after_chat   INTEGER NOT NULL DEFAULT 0,
  after_thread INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE chats (
  id    INTEGER PRIMARY KEY,
  kind  TEXT NOT NULL,
  title TEXT NOT NULL,
  lang  TEXT NOT NULL,
  state TEXT NOT NULL,
  why   TEXT NOT NULL
);

CREATE TABLE subscriptions (
  chat   INTEGER NOT NULL,
  thread INTEGER NOT NULL,
  topic  TEXT NOT NULL,
  since  INTEGER NOT NULL,
  config INTEGER NOT NULL,
  PRIMARY KEY (chat, thread, topic)
) WITHOUT ROWID;
CREATE INDEX subscriptions_by_topic ON subscriptions (topic, chat, thread);
CREATE INDEX subscriptions_of_config ON subscriptions (chat, thread, topic) WHERE config;

CREATE TABLE deliveries (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  once       TEXT UNIQUE,              -- the key it was enqueued with
  chat       INTEGER NOT NULL,
  thread     INTEGER NOT NULL,
  article    TEXT NOT NULL,            -- articles.id, or empty
  topics     BLOB NOT NULL,            -- JSON array
  text       TEXT NOT NULL,
  markup     TEXT NOT NULL,
  state      TEXT NOT NULL,
  attempts   INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  message_id INTEGER NOT NULL DEFAULT 0,
  why        TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX deliveries_told ON deliveries (article, chat, thread) WHERE article <> '';
CREATE INDEX deliveries_open ON deliveries (chat, id) WHERE state IN ('pending', 'attempting');
CREATE INDEX deliveries_attempting ON deliveries (id) WHERE state = 'attempting';
CREATE INDEX deliveries_buried ON deliveries (id) WHERE state = 'buried';

-- A lane for each chat that has open deliveries or is parked.
CREATE TABLE lanes (
  chat   INTEGER PRIMARY KEY,
  head   INTEGER NOT NULL, -- its oldest open delivery, 0 for none
  parked INTEGER NOT NULL, -- until when the chat is parked
  until  INTEGER NOT NULL  -- when the head may begin: 0 if at once
);
CREATE INDEX lanes_next ON lanes (until, head);

CREATE TABLE leases (
  name    TEXT PRIMARY KEY,
  holder  TEXT NOT NULL,
  token   INTEGER NOT NULL,
  expires INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE sources (
  id    TEXT PRIMARY KEY,
  state BLOB NOT NULL -- JSON of news.SourceState
) WITHOUT ROWID;

CREATE TABLE settings (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
