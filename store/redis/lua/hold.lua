-- ARGV: now, delivery ID, until, the lease's name, the sender's token. Returns 0
-- if it is fenced off.
local now, id = tonumber(ARGV[1]), ARGV[2]
if fenced(ARGV[4], ARGV[5]) then
  return 0
end
local chat, state = open(id)
if state ~= 'pending' then
  return 1
end
even_when_full()
leave(chat, id)
call('HSET', P .. 'delivery:' .. id, 'state', 'held', 'not_before', ARGV[3], 'held', 1)
call('ZADD', P .. 'held:' .. chat, id, id)
call('ZADD', P .. 'held', ARGV[3], id) -- by its time
call('ZADD', P .. 'holding', ARGV[1], id) -- by since when
batch(id, 'waiting', 1)
count('pending', -1)
count('held', 1)
settle(chat, now)
return 1
