-- ARGV: the name of the store that is about to move here, where it stands, the
-- epoch that its mover knows, and the new one. From now on no service opens what
-- is here, and whoever has it open writes nothing more.
local epoch = call('GET', P .. 'epoch') or P
if epoch == ARGV[4] then
  return -- the client repeats a call whose answer was lost on the way
end
if epoch ~= ARGV[3] then
  return redis.error_reply('STALE another store moves here, or has moved here')
end
call('SET', P .. 'epoch', ARGV[4])
call('SET', P .. 'version', 'moving')
call('DEL', P .. 'move')
call('HSET', P .. 'move', 'source', ARGV[1], 'from', ARGV[2])
