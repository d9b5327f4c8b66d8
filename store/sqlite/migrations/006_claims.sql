-- The number of the last claim. The archive's numbers are taken from it, so that
-- none is ever used twice, and the search index, which follows the archive by
-- number, misses nothing.
INSERT INTO counts (what, n) VALUES ('claims', (SELECT COALESCE(MAX(number), 0) FROM articles))
  ON CONFLICT DO NOTHING;
