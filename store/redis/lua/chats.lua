-- ARGV: where to begin, limit. Returns the chats and the fields of each. The
-- roster is the set of them in their order; it is made anew when it is behind.
if call('ZCARD', P .. 'roster') ~= call('SCARD', P .. 'chats') then
  even_when_full()
  call('ZUNIONSTORE', P .. 'roster', 1, P .. 'chats', 'WEIGHTS', 0)
end
local found = {}
for i, chat in ipairs(call('ZRANGEBYLEX', P .. 'roster', ARGV[1], '+', 'LIMIT', 0, ARGV[2])) do
  found[i] = { chat, call('HGETALL', P .. 'chat:' .. chat) }
end
return found
