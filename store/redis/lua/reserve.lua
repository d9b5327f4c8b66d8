-- ARGV: now, limit. Returns whether more lanes are due than were opened, and
-- the heads of the open lanes: ID, then the fields of each.
local now, most = tonumber(ARGV[1]), 1000
local due = call('ZRANGEBYSCORE', P .. 'waiting', '-inf', ARGV[1], 'LIMIT', 0, most)
for _, chat in ipairs(due) do
  settle(chat, now)
end
-- Lanes that were closed in what is the future since the clock was set back.
local early = call('ZRANGEBYSCORE', P .. 'closed', string.format('(%.0f', now + SET_BACK), '+inf', 'LIMIT', 0, most)
for _, chat in ipairs(early) do
  call('HDEL', P .. 'parked', chat)
  call('ZREM', P .. 'closed', chat)
  local head = call('ZRANGE', P .. 'lane:' .. chat, 0, 0)[1]
  if head then
    call('HSET', P .. 'delivery:' .. head, 'not_before', 0)
  end
  settle(chat, now)
end
if #due == most or #early == most then
  return { 1 }
end
local heads = { 0 }
local ready = call('ZRANGE', P .. 'ready', 0, ARGV[2] - 1, 'WITHSCORES')
for i = 2, #ready, 2 do
  heads[#heads + 1] = ready[i]
  heads[#heads + 1] = call('HMGET', P .. 'delivery:' .. ready[i], 'chat', 'thread', 'article', 'body',
    'state', 'attempts', 'not_before', 'created_at', 'why', 'doubts')
end
return heads
