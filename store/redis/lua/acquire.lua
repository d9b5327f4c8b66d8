-- ARGV: now, or nothing for the server's time; name, holder, for how long.
-- Returns the token, or nothing.
local now, key = present(ARGV[1]), P .. 'lease:' .. ARGV[2]
local l = call('HMGET', key, 'holder', 'expires', 'token', 'since')
local holder, expires, since = l[1] or '', tonumber(l[2] or 0), tonumber(l[4] or 0)
if holder ~= '' and holder ~= ARGV[3] and expires > now and since <= now + SET_BACK then
  return false
end
even_when_full()
call('HSET', key, 'holder', ARGV[3], 'since', string.format('%.0f', now), 'expires', string.format('%.0f', now + ARGV[4]))
local token = l[3]
if holder ~= ARGV[3] then
  token = number_after(token)
  call('HSET', key, 'token', token)
end
return tonumber(token)
