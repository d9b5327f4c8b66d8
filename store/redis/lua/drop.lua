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
even_when_full()
leave(chat, id)
batch(id, 'dropped', 1)
local all = call('ZRANGE', P .. 'parts:' .. id, 0, -1)
call('DEL', P .. 'parts:' .. id)
count(state, -1)
if #all > 0 then
  count('joined', -#all)
end
count('dropped', 1 + #all)
table.insert(all, 1, id)
for _, one in ipairs(all) do
  local told = told_as(one)
  call('DEL', P .. 'delivery:' .. one)
  if told then
    call('HSET', P .. 'told:' .. chat, told, one .. ' x')
  end
end
settle(chat, now)
return 1
