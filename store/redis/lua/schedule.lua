-- ARGV: key, due, what is to be done.
call('ZADD', P .. 'jobs', ARGV[2], ARGV[1])
call('HSET', P .. 'work', ARGV[1], ARGV[3])
