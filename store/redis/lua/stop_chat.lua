-- ARGV: now, chat, why.
local chat, why = ARGV[2], ARGV[3]
call('SADD', P .. 'chats', chat)
call('HSET', P .. 'chat:' .. chat, 'state', 'stopped', 'why', why)
index(chat, false)
let_go(chat)
for _, id in ipairs(call('ZRANGE', P .. 'lane:' .. chat, 0, -1)) do
  local _, state = open(id)
  bury(id, chat, state, why)
end
settle(chat, tonumber(ARGV[1]))
