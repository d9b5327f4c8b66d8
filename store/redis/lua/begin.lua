-- ARGV: delivery ID, the sender's token, the lease's name, the call's nonce.
-- Returns the news.Start.
local GO, DONE, IN_DOUBT, FENCED = 0, 1, 2, 3
if fenced(ARGV[3], ARGV[2]) then
  return FENCED
end
local key = P .. 'delivery:' .. ARGV[1]
local chat, state = open(ARGV[1])
if not chat then
  return DONE
end
-- The client repeats a call whose answer was lost on the way.
local last = call('HMGET', key, 'nonce', 'answer', 'under_way')
if last[1] == ARGV[4] then
  return tonumber(last[2])
end
even_when_full()
local answer = IN_DOUBT
if state == 'pending' then
  answer = GO
  count('pending', -1)
  count('attempting', 1)
elseif last[3] ~= '0' then
  call('HINCRBY', key, 'doubts', 1) -- the sender before died over it
end
call('HSET', key, 'state', 'attempting', 'under_way', 1, 'nonce', ARGV[4], 'answer', answer)
call('HINCRBY', key, 'attempts', 1)
return answer
