-- ARGV: chat, now. Returns how many deliveries of it are to be sent, how many
-- alerts were sent or given up, and how many votes and notes there are.
local chat, votes = ARGV[1], call('SCARD', P .. 'voter:' .. ARGV[1])
for _, article in ipairs(call('SMEMBERS', P .. 'voted:' .. chat)) do
  local key = P .. 'votes:' .. chat .. article
  votes = votes + call('HLEN', key) - call('HEXISTS', key, chat) -- the user's own were counted
end
local told, waiting = 0, call('ZCARD', P .. 'lane:' .. chat) + call('ZCARD', P .. 'held:' .. chat)
for _, mark in ipairs(call('HVALS', P .. 'told:' .. chat)) do
  local state = call('HGET', P .. 'delivery:' .. (mark:match('^%d+') or ''), 'state')
  if state ~= 'pending' and state ~= 'attempting' and state ~= 'held' and state ~= 'joined' then
    told = told + 1
  end
end
return { waiting, told, votes, call('ZCOUNT', P .. 'notes:' .. chat, '(' .. ARGV[2], '+inf') }
