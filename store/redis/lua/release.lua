-- ARGV: name, holder, token.
local key = P .. 'lease:' .. ARGV[1]
local l = call('HMGET', key, 'holder', 'token')
if l[1] == ARGV[2] and l[2] == ARGV[3] then
  even_when_full()
  call('HSET', key, 'holder', '', 'since', 0, 'expires', 0)
end
