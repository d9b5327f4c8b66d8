-- How many attempts ended in doubt, and whether one is under way, from Begin
-- to the call that ends it.
ALTER TABLE deliveries ADD COLUMN doubts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN under_way INTEGER NOT NULL DEFAULT 0;
UPDATE deliveries SET under_way = 1 WHERE state = 'attempting';

-- Where chats have moved to, step by step and never in a circle.
CREATE TABLE chat_moves (
  chat    INTEGER PRIMARY KEY,
  goes_to INTEGER NOT NULL
);
