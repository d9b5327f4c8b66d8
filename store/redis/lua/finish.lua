-- ARGV: now, delivery ID, message ID.
local id, message = ARGV[2], ARGV[3]
local d = call('HMGET', P .. 'delivery:' .. id, 'chat', 'state')
local chat, state = d[1], d[2]
if not chat or state == 'joined' then
  return
end
even_when_full()

if state == 'buried' then
  unbury(id, chat)
elseif state == 'held' then
  unhold(id, chat)
else
  leave(chat, id)
  count(state, -1)
end
batch(id, 'sent', 1)

-- What is left of a delivery is that its recipient has been told, and by which
-- message.
local all = call('ZRANGE', P .. 'parts:' .. id, 0, -1)
count('sent', 1 + #all)
if #all > 0 then
  count('joined', -#all)
end
table.insert(all, 1, id)
local alerts = {}
for _, one in ipairs(all) do
  local told = told_as(one)
  if told then
    local body = call('HGET', P .. 'delivery:' .. one, 'body')
    alerts[#alerts + 1] = { id = one, thread = told:sub(1, 16), article = told:sub(17), body = body }
    call('HSET', P .. 'told:' .. chat, told, one .. ' ' .. message)
  elseif one ~= id then -- a part is always of an article
    lose(one)
  end
  call('DEL', P .. 'delivery:' .. one)
end
call('DEL', P .. 'parts:' .. id)
if #alerts > 0 then
  brought(chat, message, alerts, tonumber(ARGV[1]))
end
settle(chat, tonumber(ARGV[1]))
