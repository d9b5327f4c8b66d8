-- ARGV: now, chat.
if call('EXISTS', P .. 'held:' .. ARGV[2]) == 1 then
  even_when_full()
  let_go(ARGV[2])
  settle(ARGV[2], tonumber(ARGV[1]))
end
