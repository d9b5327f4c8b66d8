-- ARGV: key, due, what is to be done. A score holds whole numbers below 2^53
-- exactly: a time after the year 2255 stands beside it.
call('ZADD', P .. 'jobs', ARGV[2], ARGV[1])
call('HSET', P .. 'work', ARGV[1], ARGV[3])
if math.abs(tonumber(ARGV[2])) >= 2 ^ 53 then
  call('HSET', P .. 'late', ARGV[1], ARGV[2])
else
  call('HDEL', P .. 'late', ARGV[1])
end
