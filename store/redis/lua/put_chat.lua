-- ARGV: chat, kind, title, lang, and state and why, which count for a chat that
-- is not known yet.
local chat, key = ARGV[1], P .. 'chat:' .. ARGV[1]
call('SADD', P .. 'chats', chat)
if call('EXISTS', key) == 0 then
  call('HSET', key, 'state', ARGV[5], 'why', ARGV[6])
  index(chat, not stopped(chat))
end
call('HSET', key, 'kind', ARGV[2], 'title', ARGV[3])
if (call('HGET', key, 'lang') or '') == '' then
  call('HSET', key, 'lang', ARGV[4])
end
