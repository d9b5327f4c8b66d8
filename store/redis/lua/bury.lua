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
if expired(id, now) then
  -- It is given up for good: what is left is that its recipient was told.
  local key = P .. 'delivery:' .. id
  local d = call('HMGET', key, 'thread', 'article')
  leave(chat, id)
  call('DEL', key)
  count(state, -1)
  count('expired', 1)
  if d[2] ~= '' then
    call('HSET', P .. 'told:' .. chat, d[1] .. d[2], id .. ' -')
  end
else
  bury(id, chat, state, ARGV[3])
end
settle(chat, now)
return 1
