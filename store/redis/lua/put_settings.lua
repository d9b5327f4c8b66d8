-- ARGV: chat, the settings as they were read, as they are to be, and their
-- mutes, each as JSON or empty. Returns 0 if they were changed since.
local chat, key = ARGV[1], P .. 'chat:' .. ARGV[1]
if (call('HGET', key, 'settings') or '') ~= ARGV[2] then
  return 0
end
call('SADD', P .. 'chats', chat)
call('HSETNX', key, 'state', 'active')
if ARGV[3] ~= '' then
  call('HSET', key, 'settings', ARGV[3])
else
  call('HDEL', key, 'settings')
end
if ARGV[4] ~= '' then
  call('HSET', P .. 'mutes', chat, ARGV[4])
else
  call('HDEL', P .. 'mutes', chat)
end
return 1
