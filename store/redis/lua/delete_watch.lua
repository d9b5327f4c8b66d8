-- ARGV: chat, ID. Returns 1 if the chat had it.
return drop_watch(ARGV[1], ARGV[2])
