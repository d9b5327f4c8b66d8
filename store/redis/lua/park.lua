-- ARGV: now, chat, until.
even_when_full()
park(ARGV[2], ARGV[3], tonumber(ARGV[1]))
