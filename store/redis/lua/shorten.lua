-- ARGV: now, delivery ID, the text that is left, the lease's name, the sender's
-- token. Returns 0 if it is fenced off.
local id = ARGV[2]
if fenced(ARGV[4], ARGV[5]) then
  return 0
end
local chat, state = open(id)
if not chat then
  return 1
end
even_when_full()
local key = P .. 'delivery:' .. id
local body = cjson.decode(call('HGET', key, 'body'))
body.text = ARGV[3]
count(state, -1)
count('pending', 1)
call('HSET', key, 'state', 'pending', 'body', cjson.encode(body), 'attempts', 0, 'doubts', 0, 'under_way', 0,
  'not_before', 0, 'why', '')
settle(chat, tonumber(ARGV[1]))
return 1
