-- ARGV: now, delivery ID, not-before, state, why, the lease's name, the sender's
-- token. Returns 0 if it is fenced off.
local now, id, till = tonumber(ARGV[1]), ARGV[2], ARGV[3]
if fenced(ARGV[6], ARGV[7]) then
  return 0
end
if tonumber(till) <= now then
  till = 0
end
local chat, state = open(id)
if not chat then
  return 1
end
even_when_full()
local key = P .. 'delivery:' .. id
if ARGV[4] == 'attempting' and state == 'attempting' and call('HGET', key, 'under_way') ~= '0' then
  call('HINCRBY', key, 'doubts', 1)
end
count(state, -1)
count(ARGV[4], 1)
call('HSET', key, 'state', ARGV[4], 'under_way', 0, 'not_before', till, 'why', ARGV[5])
local edits = (call('HGET', key, 'edits') or '0') ~= '0' -- which hold up no message
if not edits and tonumber(till) > tonumber(call('HGET', P .. 'parked', chat) or 0) then
  park(chat, till, now)
else
  settle(chat, now)
end
return 1
