-- ARGV: now, chat, after which ID. Makes up to 1,000 buried deliveries of the
-- chat behind that ID pending, oldest first. Returns how many they were, and
-- the last ID that was looked at, 0 for none. Those that expired stay buried.
local now, chat, most, n, last = tonumber(ARGV[1]), ARGV[2], 1000, 0, '0'
if stopped(chat) then
  return { 0, '0' }
end
even_when_full()
for _, id in ipairs(call('ZRANGEBYSCORE', P .. 'buried:' .. chat, '(' .. ARGV[3], '+inf', 'LIMIT', 0, most)) do
  last = id
  local key = P .. 'delivery:' .. id
  if not kept(id) then
    unbury(id, chat)
    lose(id)
  elseif not expired(id, now) then
    unbury(id, chat)
    call('HSET', key, 'state', 'pending', 'attempts', 0, 'doubts', 0, 'under_way', 0, 'not_before', 0)
    local f = call('HMGET', key, 'class', 'edits')
    enter(chat, id, f[1], (f[2] or '0') ~= '0')
    n = n + 1
  end
end
count('pending', n)
settle(chat, now)
return { n, last }
