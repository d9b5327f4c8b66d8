-- ARGV: now, limit. Returns 1 if there may be more to open, or else 0, the IDs of
-- deliveries that were found to be lost and of which the log has yet to tell, and the
-- heads of the open lanes, up to the limit of each class.
local now, most = tonumber(ARGV[1]), 1000

-- What was held until now, or in what is the future since the clock was set
-- back, comes back to its lane first.
local back = call('ZRANGEBYSCORE', P .. 'held', '-inf', ARGV[1], 'LIMIT', 0, most)
if #back == 0 then
  back = call('ZRANGEBYSCORE', P .. 'holding', string.format('(%.0f', now + SET_BACK), '+inf', 'LIMIT', 0, most)
end
for _, id in ipairs(back) do
  even_when_full()
  local chat = come_back(id, 1)
  if chat then
    settle(chat, now)
  end
end
if #back > 0 then
  return { 1 }
end

local due = call('ZRANGEBYSCORE', P .. 'waiting', '-inf', ARGV[1], 'LIMIT', 0, most)
for _, chat in ipairs(due) do
  even_when_full()
  settle(chat, now)
end
-- Lanes that were closed in what is the future since the clock was set back.
local early = call('ZRANGEBYSCORE', P .. 'closed', string.format('(%.0f', now + SET_BACK), '+inf', 'LIMIT', 0, most)
for _, chat in ipairs(early) do
  even_when_full()
  call('HDEL', P .. 'parked', chat)
  call('ZREM', P .. 'closed', chat)
  local head = head_of(chat)
  if head then
    call('HSET', P .. 'delivery:' .. head, 'not_before', 0)
  end
  settle(chat, now)
end
if #due == most or #early == most then
  return { 1 }
end

local heads, again = { 0, {} }, false
for class = -2, 2 do
  for _, chat in ipairs(call('ZRANGE', P .. 'ready:' .. class, 0, ARGV[2] - 1)) do
    local head = call('ZRANGE', P .. 'lane:' .. chat, 0, 0)[1]
    local told = head and tell(head, tostring(class))
    if told then
      heads[#heads + 1] = told
    else -- it is lost
      even_when_full()
      settle(chat, now)
      again = true
    end
  end
end
if again then
  return { 1 }
end
heads[2] = call('SRANDMEMBER', P .. 'lost', most)
return heads
