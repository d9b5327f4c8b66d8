-- ARGV: name, holder, token, then the holder and expiry from now on. Returns
-- 1 if the lease was still the holder's.
local key = P .. 'lease:' .. ARGV[1]
local l = call('HMGET', key, 'holder', 'token')
if l[1] ~= ARGV[2] or l[2] ~= ARGV[3] then
  return 0
end
call('HSET', key, 'holder', ARGV[4], 'expires', ARGV[5])
return 1
