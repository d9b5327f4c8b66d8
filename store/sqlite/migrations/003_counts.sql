-- The sizes of what is kept, written with it, so that to tell them costs
-- nothing however much there is.
CREATE TABLE counts (
  what TEXT PRIMARY KEY, -- a table, or a state of deliveries
  n    INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO counts (what, n) VALUES
  ('seen', (SELECT COUNT(*) FROM seen)),
  ('articles', (SELECT COUNT(*) FROM articles)),
  ('outbox', (SELECT COUNT(*) FROM outbox)),
  ('chats', (SELECT COUNT(*) FROM chats)),
  ('subscriptions', (SELECT COUNT(*) FROM subscriptions)),
  ('pending', (SELECT COUNT(*) FROM deliveries WHERE state = 'pending')),
  ('attempting', (SELECT COUNT(*) FROM deliveries WHERE state = 'attempting')),
  ('sent', (SELECT COUNT(*) FROM deliveries WHERE state = 'sent')),
  ('buried', (SELECT COUNT(*) FROM deliveries WHERE state = 'buried'));

CREATE TRIGGER seen_more AFTER INSERT ON seen BEGIN
  UPDATE counts SET n = n + 1 WHERE what = 'seen';
END;
CREATE TRIGGER seen_less AFTER DELETE ON seen BEGIN
  UPDATE counts SET n = n - 1 WHERE what = 'seen';
END;
CREATE TRIGGER articles_more AFTER INSERT ON articles BEGIN
  UPDATE counts SET n = n + 1 WHERE what = 'articles';
END;
CREATE TRIGGER articles_less AFTER DELETE ON articles BEGIN
  UPDATE counts SET n = n - 1 WHERE what = 'articles';
END;
CREATE TRIGGER outbox_more AFTER INSERT ON outbox BEGIN
  UPDATE counts SET n = n + 1 WHERE what = 'outbox';
END;
CREATE TRIGGER outbox_less AFTER DELETE ON outbox BEGIN
  UPDATE counts SET n = n - 1 WHERE what = 'outbox';
END;
CREATE TRIGGER chats_more AFTER INSERT ON chats BEGIN
  UPDATE counts SET n = n + 1 WHERE what = 'chats';
END;
CREATE TRIGGER chats_less AFTER DELETE ON chats BEGIN
  UPDATE counts SET n = n - 1 WHERE what = 'chats';
END;
CREATE TRIGGER subscriptions_more AFTER INSERT ON subscriptions BEGIN
  UPDATE counts SET n = n + 1 WHERE what = 'subscriptions';
END;
CREATE TRIGGER subscriptions_less AFTER DELETE ON subscriptions BEGIN
  UPDATE counts SET n = n - 1 WHERE what = 'subscriptions';
END;
CREATE TRIGGER deliveries_more AFTER INSERT ON deliveries BEGIN
  UPDATE counts SET n = n + 1 WHERE what = new.state;
END;
CREATE TRIGGER deliveries_less AFTER DELETE ON deliveries BEGIN
  UPDATE counts SET n = n - 1 WHERE what = old.state;
END;
CREATE TRIGGER deliveries_change AFTER UPDATE OF state ON deliveries WHEN old.state <> new.state BEGIN
  UPDATE counts SET n = n - 1 WHERE what = old.state;
  UPDATE counts SET n = n + 1 WHERE what = new.state;
END;
