-- ARGV: now, delivery ID, the lease's name, the sender's token. Returns 0 if it
-- is fenced off. What is left is that the recipient counts as told.
local now, id = tonumber(ARGV[1]), ARGV[2]
if fenced(ARGV[3], ARGV[4]) then
  return 0
end
local chat, state = open(id)
if not chat then
  return 1
end
leave(chat, id)
batch(id, 'dropped', 1)
local parts = call('ZRANGE', P .. 'parts:' .. id, 0, -1)
call('DEL', P .. 'parts:' .. id)
for _, one in ipairs({ id, unpack(parts) }) do
  local d = call('HMGET', P .. 'delivery:' .. one, 'thread', 'article')
  call('DEL', P .. 'delivery:' .. one)
  if d[2] ~= '' then
    call('HSET', P .. 'told:' .. chat, d[1] .. d[2], one .. ' x')
  end
end
count(state, -1)
if #parts > 0 then
  count('joined', -#parts)
end
count('dropped', 1 + #parts)
settle(chat, now)
return 1
