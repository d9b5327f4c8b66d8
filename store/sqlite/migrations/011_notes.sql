-- Small texts of chats, most of them for a while.
CREATE TABLE notes (
  name    TEXT PRIMARY KEY,
  chat    INTEGER NOT NULL,
  text    TEXT NOT NULL,
  expires INTEGER NOT NULL -- 0 for never
) WITHOUT ROWID;
CREATE INDEX notes_of_chat ON notes (chat);
CREATE INDEX notes_expire ON notes (expires) WHERE expires > 0;

-- They were settings, which no chat owns and which stay for ever. The channels
-- that a user runs are still wanted; the rest was for buttons.
INSERT INTO notes (name, chat, text, expires)
  SELECT key, CAST(substr(key, length('channels:') + 1) AS INTEGER), value, 0 FROM settings
  WHERE key GLOB 'channels:[0-9]*' AND value <> '';
DELETE FROM settings WHERE key GLOB 'channels:*' OR key GLOB 'kept:*' OR key GLOB 'saved:*'
  OR key GLOB 'asked:*' OR key GLOB 'refused:*';
