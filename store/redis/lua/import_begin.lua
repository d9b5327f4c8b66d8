-- ARGV: the name of the store that is about to move here, where it stands, the
-- new epoch, and what its mover has found here: the epoch, whether a service has
-- opened what moved here, and whether that move had ended (1, or empty). From now
-- on no service opens what is here, and whoever has it open writes nothing more.
local epoch = call('GET', P .. 'epoch') or ''
if epoch == ARGV[3] then
  return -- the client repeats a call whose answer was lost on the way
end
local move = call('HMGET', P .. 'move', 'used', 'ended')
if epoch ~= ARGV[4] or (move[1] or '') ~= ARGV[5] or (move[2] or '') ~= ARGV[6] then
  return redis.error_reply('CHANGED what is here is not what was found')
end
call('SET', P .. 'epoch', ARGV[3])
call('SET', P .. 'version', 'moving')
call('DEL', P .. 'move')
call('HSET', P .. 'move', 'source', ARGV[1], 'from', ARGV[2])
