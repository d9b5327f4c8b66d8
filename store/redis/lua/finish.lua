-- ARGV: now, delivery ID, message ID. What is freed is written first, so that
-- a server that is out of memory lets the script pass.
local id = ARGV[2]
local key = P .. 'delivery:' .. id
local d = call('HMGET', key, 'chat', 'state')
local chat, state = d[1], d[2]
if not chat or state == 'joined' then
  return
end

-- sent forgets a delivery but for that its recipient has been told.
local told = {}
local function sent(one)
  local f = call('HMGET', P .. 'delivery:' .. one, 'thread', 'article', 'body')
  call('DEL', P .. 'delivery:' .. one)
  if f[2] ~= '' then
    told[#told + 1] = f[1] .. f[2]
    told[#told + 1] = one .. ' ' .. ARGV[3]
    brought(chat, ARGV[3], { one, f[1], f[2], f[3] }, tonumber(ARGV[1]))
  end
end

if state == 'buried' then
  unbury(id, chat)
elseif state == 'held' then
  unhold(id, chat)
else
  leave(chat, id)
  count(state, -1)
end
batch(id, 'sent', 1)
local parts = call('ZRANGE', P .. 'parts:' .. id, 0, -1)
call('DEL', P .. 'parts:' .. id)
sent(id)
for _, part in ipairs(parts) do
  sent(part)
end
settle(chat, tonumber(ARGV[1]))
count('sent', 1 + #parts)
if #parts > 0 then
  count('joined', -#parts)
end
for i = 1, #told, 2 do
  call('HSET', P .. 'told:' .. chat, told[i], told[i + 1])
end
