-- ARGV: now, chat, and the periods of messages that may be kept.
local now, chat = tonumber(ARGV[1]), ARGV[2]
even_when_full()

local watches = call('SMEMBERS', P .. 'watches:' .. chat)
table.sort(watches)
for _, id in ipairs(watches) do
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

for _, name in ipairs(call('ZRANGE', P .. 'notes:' .. chat, 0, -1)) do
  call('DEL', P .. 'note:' .. name)
end
call('DEL', P .. 'notes:' .. chat)

call('DEL', P .. 'chat:' .. chat, P .. 'roster')
call('SREM', P .. 'chats', chat)
call('HDEL', P .. 'mutes', chat)

let_go(chat)
mend(chat)

-- What is under way stays, with its mark.
call('DEL', P .. 'told:' .. chat)
for i = 3, #ARGV do
  call('DEL', P .. 'messages:' .. ARGV[i] .. ':' .. chat)
end

-- vanish deletes a delivery and what was joined to it.
local function vanish(id)
  local parts = call('ZRANGE', P .. 'parts:' .. id, 0, -1)
  for _, part in ipairs(parts) do
    call('DEL', P .. 'delivery:' .. part)
  end
  if #parts > 0 then
    count('joined', -#parts)
  end
  call('DEL', P .. 'parts:' .. id, P .. 'delivery:' .. id)
end

local function keep_mark(id)
  local told = told_as(id)
  if told then
    call('HSET', P .. 'told:' .. chat, told, id)
  end
end

for _, id in ipairs(call('ZRANGE', P .. 'lane:' .. chat, 0, -1)) do
  if call('HGET', P .. 'delivery:' .. id, 'state') == 'pending' then
    leave(chat, id)
    vanish(id)
    count('pending', -1)
  else
    keep_mark(id)
    for _, part in ipairs(call('ZRANGE', P .. 'parts:' .. id, 0, -1)) do
      keep_mark(part)
    end
  end
end
for _, id in ipairs(call('ZRANGE', P .. 'buried:' .. chat, 0, -1)) do
  unbury(id, chat)
  vanish(id)
end
settle(chat, now)
