-- ARGV: now, name, holder, expiry. Returns the token, or nothing.
local key = P .. 'lease:' .. ARGV[2]
local l = call('HMGET', key, 'holder', 'expires', 'token')
local holder, expires = l[1] or '', tonumber(l[2] or 0)
if holder ~= '' and holder ~= ARGV[3] and expires > tonumber(ARGV[1]) then
  return false
end
call('HSET', key, 'holder', ARGV[3], 'expires', ARGV[4])
if holder ~= ARGV[3] then
  return call('HINCRBY', key, 'token', 1)
end
return tonumber(l[3])
