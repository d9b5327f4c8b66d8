-- ARGV: the version of the layout. What is here is a store from now on.
call('HSET', P .. 'move', 'ended', 1)
call('SET', P .. 'version', ARGV[1])
