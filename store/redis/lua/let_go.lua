-- ARGV: now, chat, what its deliveries say of having been held: 1, or 2 if
-- somebody asked for them.
if call('EXISTS', P .. 'held:' .. ARGV[2]) == 1 then
  let_go(ARGV[2], ARGV[3])
  settle(ARGV[2], tonumber(ARGV[1]))
end
