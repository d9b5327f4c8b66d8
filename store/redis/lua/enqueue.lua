-- ARGV: now, key, how many seconds it is remembered, chat, thread, article,
-- body, not-before, class, expires, the message that it edits, and whether it
-- does nothing else (1, 0).
local now, chat = tonumber(ARGV[1]), ARGV[4]
if not call('SET', P .. 'once:' .. ARGV[2], ARGV[1], 'NX', 'EX', ARGV[3]) then
  return
end
local extra = { class = ARGV[9], expires = ARGV[10], edits = ARGV[11], edit_only = ARGV[12] }

-- waiting_edit returns the last pending edit of the same message.
local function waiting_edit()
  for _, id in ipairs(call('ZREVRANGEBYSCORE', P .. 'lane:' .. chat, '+inf', string.format('%.0f', EDITS))) do
    local d = call('HMGET', P .. 'delivery:' .. id, 'edits', 'state')
    if d[1] == extra.edits and d[2] == 'pending' then
      return id
    end
  end
end

local old = extra.edits ~= '0' and waiting_edit()
if not old then
  add(chat, ARGV[5], ARGV[6], ARGV[7], ARGV[8], now, extra)
  return
end
local key = P .. 'delivery:' .. old
local class = call('HGET', key, 'class') or '0'
if tonumber(extra.class) < tonumber(class) then
  forget(chat, class)
  call('HSET', key, 'class', extra.class)
  if extra.class ~= '0' then
    call('HINCRBY', P .. 'classes:' .. chat, extra.class, 1)
  end
end
call('HSET', key, 'body', ARGV[7], 'expires', extra.expires, 'edit_only', extra.edit_only)
settle(chat, now)
