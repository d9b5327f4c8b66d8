-- ARGV: now, delivery ID, message ID. What is freed is written first, so that
-- a server that is out of memory lets the script pass.
local id = ARGV[2]
local key = P .. 'delivery:' .. id
local d = call('HMGET', key, 'chat', 'state', 'article', 'thread', 'body')
local chat, state = d[1], d[2]
if not chat then
  return
end
call('DEL', key)
if state == 'buried' then
  unbury(id, chat)
else
  call('ZREM', P .. 'lane:' .. chat, id)
  settle(chat, tonumber(ARGV[1]))
  count(state, -1)
end
count('sent', 1)
if d[3] ~= '' then
  call('HSET', P .. 'told:' .. chat, d[4] .. d[3], id .. ' ' .. ARGV[3])
  brought(chat, ARGV[3], { id, d[4], d[3], d[5] }, tonumber(ARGV[1]))
end
