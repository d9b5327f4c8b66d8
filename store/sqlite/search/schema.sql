-- Where an index stands: its version, the archive that it is of, and the number
-- of the last claim that it holds.
CREATE TABLE state (
  version INTEGER NOT NULL,
  archive TEXT NOT NULL,
  claim   INTEGER NOT NULL
);

-- A key holds the time of an article, in seconds since 1970, and above 16 bits
-- that make it unique: keys are the order of the archive.
CREATE TABLE articles (
  key     INTEGER PRIMARY KEY,
  id      TEXT NOT NULL UNIQUE,
  source  TEXT NOT NULL,
  matched INTEGER NOT NULL
);

CREATE TABLE topics (
  key   INTEGER NOT NULL,
  topic TEXT NOT NULL,
  PRIMARY KEY (key, topic)
) WITHOUT ROWID;

-- The keys of each article's words (package text), each once, and the labels of
-- its topics, source and language. The texts themselves stay in the archive.
CREATE VIRTUAL TABLE words USING fts5 (
  keys, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
