-- ARGV: chat, thread, topic. Returns 1 if there was one.
return unsubscribe(ARGV[1], ARGV[2], ARGV[3])
