-- ARGV: now, key, how many seconds it is remembered, body, not-before, class,
-- expires, and of each chat its code and its number.
local now = tonumber(ARGV[1])
local counts = P .. 'batch:' .. ARGV[2]
for i = 8, #ARGV, 2 do
  local once = P .. 'once:' .. ARGV[2] .. ':'
  -- Older programs had the code in the place of the number.
  if call('EXISTS', once .. ARGV[i]) == 0 and call('SET', once .. ARGV[i + 1], ARGV[1], 'NX', 'EX', ARGV[3]) then
    call('HINCRBY', counts, 'written', 1)
    call('EXPIRE', counts, ARGV[3])
    add(ARGV[i], '8000000000000000', '', ARGV[4], ARGV[5], now, { class = ARGV[6], expires = ARGV[7], batch = ARGV[2] })
  end
end
