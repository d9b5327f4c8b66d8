-- ARGV: now, key, how many seconds it is remembered, body, not-before, class,
-- expires, and the chats.
local now = tonumber(ARGV[1])
for i = 8, #ARGV do
  if call('SET', P .. 'once:' .. ARGV[2] .. ':' .. ARGV[i], '', 'NX', 'EX', ARGV[3]) then
    add(ARGV[i], '8000000000000000', '', ARGV[4], ARGV[5], now, { class = ARGV[6], expires = ARGV[7] })
  end
end
