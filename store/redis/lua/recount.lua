-- ARGV: a hash of counts, a field, what is counted there, and how many there are. A
-- count that is another one by now stays.
local key = P .. ARGV[1]
if (call('HGET', key, ARGV[2]) or '0') ~= ARGV[3] then
  return
end
even_when_full()
if ARGV[4] == '0' and ARGV[1] ~= 'counts' then
  call('HDEL', key, ARGV[2])
else
  call('HSET', key, ARGV[2], ARGV[4])
end
