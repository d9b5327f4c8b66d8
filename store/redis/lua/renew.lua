-- ARGV: now, or nothing for the server's time; name, holder, token, for how
-- long. Returns 1 if the lease was still the holder's.
local now, key = present(ARGV[1]), P .. 'lease:' .. ARGV[2]
local l = call('HMGET', key, 'holder', 'token')
if l[1] ~= ARGV[3] or l[2] ~= ARGV[4] then
  return 0
end
even_when_full()
call('HSET', key, 'since', string.format('%.0f', now), 'expires', string.format('%.0f', now + ARGV[5]))
return 1
