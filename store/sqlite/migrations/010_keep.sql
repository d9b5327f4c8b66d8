-- When a delivery was sent, dropped or expired, 0 before that and if it was
-- before this column: then it counts as over since it was created.
ALTER TABLE deliveries ADD COLUMN ended_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX deliveries_over ON deliveries (max(ended_at, created_at)) WHERE state IN ('sent', 'dropped', 'expired');

-- When a key was used up.
ALTER TABLE spent_keys ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
UPDATE spent_keys SET at = unixepoch() * 1000000;
CREATE INDEX spent_keys_oldest ON spent_keys (at);

CREATE INDEX votes_of_article ON votes (article);

-- How often articles were purged: by it the search index knows that it may hold
-- some that are gone.
INSERT INTO counts (what, n) VALUES ('purges', 0);

-- What is to be done at a time.
CREATE TABLE jobs (
  key  TEXT PRIMARY KEY,
  due  INTEGER NOT NULL,
  work TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX jobs_due ON jobs (due, key);
