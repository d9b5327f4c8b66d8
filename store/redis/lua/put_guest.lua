-- ARGV: ID, name, admin, at, state.
call('ZADD', P .. 'guests', 0, ARGV[1])
call('HSET', P .. 'guest:' .. ARGV[1], 'name', ARGV[2], 'admin', ARGV[3], 'at', ARGV[4], 'state', ARGV[5])
