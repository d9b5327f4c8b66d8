-- ARGV: now, and a time. Remembers which delivery is the last one now, and
-- returns the last one of a purge before the time, 0 if it is not known: no later
-- one was made before then.
local ids = P .. 'ids:then'
even_when_full()
call('ZADD', ids, ARGV[1], ARGV[1] .. ' ' .. (call('GET', P .. 'ids') or '0'))
local last = call('ZREVRANGEBYSCORE', ids, ARGV[2], '-inf', 'WITHSCORES', 'LIMIT', 0, 1)
if not last[1] then
  return 0
end
call('ZREMRANGEBYSCORE', ids, '-inf', '(' .. last[2])
return tonumber(last[1]:match(' (%d+)$'))
