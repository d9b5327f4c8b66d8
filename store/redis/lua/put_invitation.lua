-- ARGV: ID, admin, whom, expires, uses.
if call('SADD', P .. 'invitations', ARGV[1]) == 1 then
  call('HSET', P .. 'invitation:' .. ARGV[1], 'admin', ARGV[2], 'whom', ARGV[3], 'expires', ARGV[4], 'uses', ARGV[5])
end
