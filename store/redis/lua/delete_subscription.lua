-- ARGV: chat, thread, topic. Returns 1 if there was one.
local chat, field = ARGV[1], ARGV[2] .. ARGV[3]
local n = call('HDEL', P .. 'subscriptions:' .. chat, field)
call('HDEL', P .. 'config', chat .. field)
call('ZREM', P .. 'subscribers:' .. ARGV[3], chat .. ARGV[2])
if n > 0 then
  count('subscriptions', -1)
end
return n
