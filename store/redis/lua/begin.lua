-- ARGV: delivery ID, the sender's token, the lease's name, the call's nonce.
-- Returns the news.Start.
local GO, DONE, IN_DOUBT, FENCED = 0, 1, 2, 3
if fenced(ARGV[3], ARGV[2]) then
  return FENCED
end
local key = P .. 'delivery:' .. ARGV[1]
local d = call('HMGET', key, 'state', 'nonce', 'answer', 'under_way', 'attempts')
local state, under_way, attempts = d[1], d[4], d[5]
if state ~= 'pending' and state ~= 'attempting' then
  return DONE
end
-- The client repeats a call whose answer was lost on the way.
if d[2] == ARGV[4] then
  return tonumber(d[3])
end
even_when_full()
local answer = IN_DOUBT
if state == 'pending' then
  answer = GO
  count('pending', -1)
  count('attempting', 1)
elseif under_way ~= '0' then
  call('HINCRBY', key, 'doubts', 1) -- the sender before died over it
end
call('HSET', key, 'state', 'attempting', 'under_way', 1, 'nonce', ARGV[4], 'answer', answer,
  'attempts', (tonumber(attempts) or 0) + 1)
return answer
