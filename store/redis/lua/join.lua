-- ARGV: now, delivery ID, the lease's name, the sender's token, IDs of what is
-- to be joined to it. Returns 0 if it is fenced off.
local now, id = tonumber(ARGV[1]), ARGV[2]
if fenced(ARGV[3], ARGV[4]) then
  return 0
end

-- alert returns the fields of an alert that waits, that never expires and that
-- no attempt may have brought.
local function alert(one)
  local f = call('HMGET', P .. 'delivery:' .. one, 'state', 'article', 'chat', 'thread', 'doubts', 'edits', 'expires', 'not_before', 'class')
  if f[1] == 'pending' and f[2] ~= '' and (f[5] or '0') == '0' and (f[6] or '0') == '0' and (f[7] or '0') == '0' then
    return { chat = f[3], thread = f[4], not_before = tonumber(f[8]), class = tonumber(f[9] or 0) }
  end
end

local whole = alert(id)
if not whole then
  return 1
end
even_when_full()
local class, joined = whole.class, 0
for i = 5, #ARGV do
  local part = ARGV[i]
  local f = tonumber(part) > tonumber(id) and call('EXISTS', P .. 'parts:' .. part) == 0 and alert(part)
  if f and f.chat == whole.chat and f.thread == whole.thread and f.not_before <= now then
    leave(f.chat, part)
    call('HSET', P .. 'delivery:' .. part, 'state', 'joined', 'not_before', 0, 'whole', id)
    call('ZADD', P .. 'parts:' .. id, part, part)
    count('pending', -1)
    count('joined', 1)
    joined = joined + 1
    class = math.min(class, f.class)
  end
end
if class ~= whole.class then
  forget(whole.chat, whole.class)
  call('HSET', P .. 'delivery:' .. id, 'class', class)
  if class ~= 0 then
    call('HINCRBY', P .. 'classes:' .. whole.chat, class, 1)
  end
end
if joined > 0 then
  settle(whole.chat, now)
end
return 1
