-- ARGV: now, delivery ID, not-before, state, why.
local now, id, till = tonumber(ARGV[1]), ARGV[2], ARGV[3]
local chat, state = open(id)
if not chat then
  return
end
count(state, -1)
count(ARGV[4], 1)
call('HSET', P .. 'delivery:' .. id, 'state', ARGV[4], 'not_before', till, 'why', ARGV[5])
if tonumber(till) > tonumber(call('HGET', P .. 'parked', chat) or 0) then
  park(chat, till, now)
else
  settle(chat, now)
end
