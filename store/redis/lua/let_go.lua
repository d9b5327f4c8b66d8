-- ARGV: now, chat.
let_go(ARGV[2])
settle(ARGV[2], tonumber(ARGV[1]))
