-- ARGV: now, chat. Makes up to 1,000 buried deliveries of the chat pending,
-- oldest first, and returns how many they were.
local now, chat, most = tonumber(ARGV[1]), ARGV[2], 1000
if stopped(chat) then
  return 0
end
local ids = call('ZRANGE', P .. 'buried:' .. chat, 0, most - 1)
for _, id in ipairs(ids) do
  unbury(id, chat)
  call('HSET', P .. 'delivery:' .. id, 'state', 'pending', 'attempts', 0, 'doubts', 0, 'under_way', 0, 'not_before', 0)
  call('ZADD', P .. 'lane:' .. chat, id, id)
end
count('pending', #ids)
settle(chat, now)
return #ids
