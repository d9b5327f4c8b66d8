-- ARGV: now, chat, and the periods of messages that may be kept.
local now, chat = tonumber(ARGV[1]), ARGV[2]

for _, id in ipairs(call('SMEMBERS', P .. 'watches:' .. chat)) do
  drop_watch(chat, id)
end
for _, field in ipairs(call('HKEYS', P .. 'subscriptions:' .. chat)) do
  unsubscribe(chat, field:sub(1, 16), field:sub(17))
end
for _, article in ipairs(call('SMEMBERS', P .. 'voted:' .. chat)) do
  for _, user in ipairs(call('HKEYS', P .. 'votes:' .. chat .. article)) do
    drop_vote(chat, article, user)
  end
end
for _, vote in ipairs(call('SMEMBERS', P .. 'voter:' .. chat)) do
  drop_vote(vote:sub(1, 16), vote:sub(17), chat)
end

call('DEL', P .. 'chat:' .. chat, P .. 'roster')
call('SREM', P .. 'chats', chat)
call('HDEL', P .. 'mutes', chat)

-- What is under way stays, with its mark.
call('DEL', P .. 'told:' .. chat)
for i = 3, #ARGV do
  call('DEL', P .. 'messages:' .. ARGV[i] .. ':' .. chat)
end
for _, id in ipairs(call('ZRANGE', P .. 'lane:' .. chat, 0, -1)) do
  local key = P .. 'delivery:' .. id
  local d = call('HMGET', key, 'state', 'thread', 'article')
  if d[1] == 'pending' then
    call('ZREM', P .. 'lane:' .. chat, id)
    call('DEL', key)
    count('pending', -1)
  elseif d[3] ~= '' then
    call('HSET', P .. 'told:' .. chat, d[2] .. d[3], id)
  end
end
for _, id in ipairs(call('ZRANGE', P .. 'buried:' .. chat, 0, -1)) do
  unbury(id, chat)
  call('DEL', P .. 'delivery:' .. id)
end
settle(chat, now)
