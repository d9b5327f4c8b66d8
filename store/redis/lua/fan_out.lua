-- ARGV: now, article ID, chunk number, whether it is the last, where the next
-- goes on, and chat, thread, body and not-before of each delivery.
local now, article, entry = tonumber(ARGV[1]), ARGV[2], P .. 'entry:' .. ARGV[2]
if call('HGET', entry, 'chunk') ~= ARGV[3] then
  return
end
for i = 6, #ARGV, 4 do
  add(ARGV[i], ARGV[i + 1], article, ARGV[i + 2], ARGV[i + 3], now)
end
if ARGV[4] == '1' then
  call('ZREM', P .. 'outbox', article)
  call('DEL', entry)
else
  call('HINCRBY', entry, 'chunk', 1)
  call('HSET', entry, 'after', ARGV[5])
end
