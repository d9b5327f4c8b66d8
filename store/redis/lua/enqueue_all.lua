-- ARGV: now, key, how many seconds it is remembered, body, not-before, class,
-- expires, and the chats.
local now = tonumber(ARGV[1])
local counts = P .. 'batch:' .. ARGV[2]
for i = 8, #ARGV do
  if call('SET', P .. 'once:' .. ARGV[2] .. ':' .. ARGV[i], '', 'NX', 'EX', ARGV[3]) then
    call('HINCRBY', counts, 'written', 1)
    call('EXPIRE', counts, ARGV[3])
    add(ARGV[i], '8000000000000000', '', ARGV[4], ARGV[5], now, { class = ARGV[6], expires = ARGV[7], batch = ARGV[2] })
  end
end
