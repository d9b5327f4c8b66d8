-- ARGV: now, the invitation's ID, the guest's, the guest's name. Returns the
-- news.Admission.
local now, key, guest = tonumber(ARGV[1]), P .. 'invitation:' .. ARGV[2], P .. 'guest:' .. ARGV[3]
local state = call('HGET', guest, 'state')
if state == 'allowed' then
  return 'admitted'
elseif state == 'denied' then
  return 'refused'
end
local i = call('HMGET', key, 'admin', 'expires', 'uses')
if not i[1] then
  return 'unknown'
elseif i[2] ~= '0' and tonumber(i[2]) <= now then
  return 'expired'
elseif tonumber(i[3]) <= 0 then
  return 'used up'
end
call('HINCRBY', key, 'uses', -1)
call('ZADD', P .. 'guests', 0, ARGV[3])
call('HSET', guest, 'name', ARGV[4], 'admin', i[1], 'at', ARGV[1], 'state', 'allowed')
return 'admitted'
