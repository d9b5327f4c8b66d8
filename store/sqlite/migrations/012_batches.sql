-- What became of the deliveries that were enqueued for many chats under one key.
ALTER TABLE deliveries ADD COLUMN batch TEXT NOT NULL DEFAULT ''; -- the key, or empty
CREATE TABLE batches (
  key     TEXT PRIMARY KEY,
  written INTEGER NOT NULL,
  waiting INTEGER NOT NULL, -- pending, attempting or held
  sent    INTEGER NOT NULL,
  dropped INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TRIGGER batches_more AFTER INSERT ON deliveries WHEN new.batch <> '' BEGIN
  INSERT INTO batches (key, written, waiting, sent, dropped) VALUES (new.batch, 1, 1, 0, 0)
    ON CONFLICT (key) DO UPDATE SET written = written + 1, waiting = waiting + 1;
END;
CREATE TRIGGER batches_less AFTER DELETE ON deliveries WHEN old.batch <> '' AND old.state IN ('pending', 'attempting', 'held') BEGIN
  UPDATE batches SET waiting = waiting - 1 WHERE key = old.batch;
END;
CREATE TRIGGER batches_change AFTER UPDATE OF state ON deliveries WHEN new.batch <> '' AND old.state <> new.state BEGIN
  UPDATE batches SET
    waiting = waiting + (new.state IN ('pending', 'attempting', 'held')) - (old.state IN ('pending', 'attempting', 'held')),
    sent = sent + (new.state = 'sent'), dropped = dropped + (new.state = 'dropped')
    WHERE key = new.batch;
END;
