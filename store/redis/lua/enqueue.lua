-- ARGV: now, key, how many seconds it is remembered, chat, thread, article,
-- body, not-before.
if call('SET', P .. 'once:' .. ARGV[2], '', 'NX', 'EX', ARGV[3]) then
  add(ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8], tonumber(ARGV[1]))
end
