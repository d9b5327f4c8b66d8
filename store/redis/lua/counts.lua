-- Returns what is counted, all of one moment: of each count its name and number.
local found = call('HGETALL', P .. 'counts')
local function tell(what, n)
  found[#found + 1], found[#found + 2] = what, n
end
tell('articles', call('ZCARD', P .. 'articles'))
tell('outbox', call('ZCARD', P .. 'outbox'))
tell('chats', call('SCARD', P .. 'chats'))
tell('watches', call('HLEN', P .. 'watches'))

-- What was seen in both periods, without what was moved from one to the other.
local period = call('HGET', P .. 'seen:present', 'period') or 0
local before = call('HGET', P .. 'seen:' .. period - 1, 'size') or 0
local now = call('HMGET', P .. 'seen:' .. period, 'size', 'moved')
tell('seen', before + (now[1] or 0) - (now[2] or 0))
return found
