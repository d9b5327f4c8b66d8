-- ARGV: the name of the store that is about to move here, and where it stands.
-- From now on no service opens what is here.
call('SET', P .. 'version', 'moving')
call('DEL', P .. 'move')
call('HSET', P .. 'move', 'source', ARGV[1], 'from', ARGV[2])
