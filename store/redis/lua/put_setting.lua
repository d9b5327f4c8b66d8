-- ARGV: key, value.
call('HSET', P .. 'settings', ARGV[1], ARGV[2])
