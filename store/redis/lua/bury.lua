-- ARGV: now, delivery ID, why, the lease's name, the sender's token. Returns 0
-- if it is fenced off.
local now, id = tonumber(ARGV[1]), ARGV[2]
if fenced(ARGV[4], ARGV[5]) then
  return 0
end
local chat, state = open(id)
if not chat then
  return 1
end
even_when_full()
if expired(id, now) then
  -- It is given up for good: what is left is that its recipient was told.
  local told = told_as(id)
  leave(chat, id)
  call('DEL', P .. 'delivery:' .. id)
  count(state, -1)
  count('expired', 1)
  if told then
    call('HSET', P .. 'told:' .. chat, told, id .. ' -')
  end
else
  bury(id, chat, state, ARGV[3])
end
settle(chat, now)
return 1
