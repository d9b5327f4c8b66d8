-- ARGV: now, delivery ID, message ID. Taking it out of its lane needs no memory,
-- and so all that is written after it passes even when the server is full.
local id, message = ARGV[2], ARGV[3]
local d = call('HMGET', P .. 'delivery:' .. id, 'chat', 'state', 'batch')
local chat, state = d[1], d[2]
if not chat or state == 'joined' then
  return
end

if state == 'buried' then
  unbury(id, chat)
elseif state == 'held' then
  unhold(id, chat)
else
  leave(chat, id)
  count(state, -1)
end
count_in(d[3], 'sent', 1)

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
  call('DEL', P .. 'delivery:' .. one, P .. 'parts:' .. one)
end
if #alerts > 0 then
  brought(chat, message, alerts, tonumber(ARGV[1]))
end
settle(chat, tonumber(ARGV[1]))
