-- Where an index stands (state.go): its version, the archive that it is of, and
-- the numbers of the last claim that it holds and of the last purge that it has
-- heeded; a name of these tables, which are begun anew under another; the last
-- segment's number, which is carried on then; and which process merges segments,
-- until when.
CREATE TABLE state (
  version INTEGER NOT NULL,
  archive TEXT NOT NULL,
  claim   INTEGER NOT NULL,
  purges  INTEGER NOT NULL DEFAULT 0,
  epoch   TEXT NOT NULL,
  segment INTEGER NOT NULL DEFAULT 0,
  merger  TEXT NOT NULL DEFAULT '',
  until   INTEGER NOT NULL DEFAULT 0 -- in seconds since 1970
);

-- A key holds the time of an article, in seconds since 1970, and above 16 bits
-- that make it unique: keys are the order of the archive.
CREATE TABLE articles (
  key INTEGER PRIMARY KEY,
  id  TEXT NOT NULL UNIQUE
);

-- What there is to count of the articles of a segment, and the first term of
-- each of its leaves (segment.go). A number is never used twice.
CREATE TABLE segments (
  number  INTEGER PRIMARY KEY,
  docs    INTEGER NOT NULL,
  columns BLOB NOT NULL,
  terms   BLOB NOT NULL
);

-- The terms of a segment in their order, each with the articles that hold it.
-- The number is the segment's, and below it, in 24 bits, the leaf's own.
CREATE TABLE leaves (
  number INTEGER PRIMARY KEY,
  data   BLOB NOT NULL
);

-- Articles that are in a segment still, and in the archive no more.
CREATE TABLE dead (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  segment INTEGER NOT NULL,
  doc     INTEGER NOT NULL
);
CREATE INDEX dead_of_segment ON dead (segment, number);

-- Segments whose leaves are no use: merged into another, or not yet whole.
CREATE TABLE waste (
  segment INTEGER PRIMARY KEY
);
