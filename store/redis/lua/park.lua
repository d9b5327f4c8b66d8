-- ARGV: now, chat, until.
park(ARGV[2], ARGV[3], tonumber(ARGV[1]))
