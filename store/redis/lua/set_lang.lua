-- ARGV: chat, language.
local chat, key = ARGV[1], P .. 'chat:' .. ARGV[1]
call('SADD', P .. 'chats', chat)
call('HSETNX', key, 'state', 'active')
call('HSET', key, 'lang', ARGV[2])
