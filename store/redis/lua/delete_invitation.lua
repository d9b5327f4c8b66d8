-- ARGV: ID. Returns 1 if there was one.
call('DEL', P .. 'invitation:' .. ARGV[1])
return call('SREM', P .. 'invitations', ARGV[1])
