-- ARGV: chat, thread, topic, since, whether it is the configuration's (1, 0).
local chat, field = ARGV[1], ARGV[2] .. ARGV[3]
local key = P .. 'subscriptions:' .. chat
local old = call('HGET', key, field)
local since = ARGV[4]
if old then
  since = old:sub(2)
else
  count('subscriptions', 1)
end
call('HSET', key, field, ARGV[5] .. since)
if ARGV[5] == '1' then
  call('HSET', P .. 'config', chat .. field, since)
else
  call('HDEL', P .. 'config', chat .. field)
end
if not stopped(chat) then
  call('ZADD', P .. 'subscribers:' .. ARGV[3], 0, chat .. ARGV[2])
end
