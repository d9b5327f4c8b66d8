-- ARGV: key. Returns 1 if there was such a job.
call('HDEL', P .. 'work', ARGV[1])
call('HDEL', P .. 'late', ARGV[1])
return call('ZREM', P .. 'jobs', ARGV[1])
