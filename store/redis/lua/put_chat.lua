-- ARGV: chat, then kind, title, lang, state and why with their names.
local chat = ARGV[1]
call('SADD', P .. 'chats', chat)
call('HSET', P .. 'chat:' .. chat, unpack(ARGV, 2))
index(chat, not stopped(chat))
