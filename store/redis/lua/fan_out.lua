-- ARGV: now, article ID, chunk number, where it begins, whether it is the
-- last, where the next goes on, and chat, thread, body, not-before, class and
-- expires of each delivery. Returns 1 if the entry stood there.
local now, article, entry = tonumber(ARGV[1]), ARGV[2], P .. 'entry:' .. ARGV[2]
local at = call('HMGET', entry, 'chunk', 'after')
if at[1] ~= ARGV[3] or at[2] ~= ARGV[4] then
  return 0
end
for i = 7, #ARGV, 6 do
  add(ARGV[i], ARGV[i + 1], article, ARGV[i + 2], ARGV[i + 3], now, { class = ARGV[i + 4], expires = ARGV[i + 5] })
end
if ARGV[5] == '1' then
  call('ZREM', P .. 'outbox', article)
  call('DEL', entry)
else
  call('HINCRBY', entry, 'chunk', 1)
  call('HSET', entry, 'after', ARGV[6])
end
return 1
