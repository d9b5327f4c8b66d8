-- ARGV: now, chat, why.
local chat, why = ARGV[2], ARGV[3]
even_when_full()
call('SADD', P .. 'chats', chat)
call('HSET', P .. 'chat:' .. chat, 'state', 'stopped', 'why', why)
index(chat, false)
let_go(chat)
for _, id in ipairs(call('ZRANGE', P .. 'lane:' .. chat, 0, -1)) do
  local is, state = open(id)
  if is then
    bury(id, chat, state, why)
  end
end
settle(chat, tonumber(ARGV[1]))
