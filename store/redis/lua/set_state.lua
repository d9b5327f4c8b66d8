-- ARGV: chat, state (active or suspended), why.
local chat, state = ARGV[1], ARGV[2]
if state == 'suspended' and stopped(chat) then
  return
end
even_when_full()
call('SADD', P .. 'chats', chat)
call('HSET', P .. 'chat:' .. chat, 'state', state, 'why', ARGV[3])
index(chat, true)
