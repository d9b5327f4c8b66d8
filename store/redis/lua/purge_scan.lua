-- ARGV: cursor, pattern of keys. Returns the next cursor, 0 at the end, and some
-- keys. It is a script, as in a cluster it is then run where our keys are.
return call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', 1000)
