-- ARGV: ID, chat, thread, since, author, and the rest as JSON. Returns 0 if
-- another chat has it. The value is chat, thread, since, a blank, author, a
-- blank, and the rest, which alone may change.
local id, chat, thread, rest = ARGV[1], ARGV[2], ARGV[3], ARGV[6]
local old = call('HGET', P .. 'watches', id)
if old then
  local head, was = old:match('^(%x+%-?%d* %-?%d* )(.*)$')
  if head:sub(1, 16) ~= chat then
    return 0
  end
  if was ~= rest then
    call('HSET', P .. 'watches', id, head .. rest)
    change_watch(id)
  end
  return 1
end
call('HSET', P .. 'watches', id, chat .. thread .. ARGV[4] .. ' ' .. ARGV[5] .. ' ' .. rest)
call('SADD', P .. 'watches:' .. chat, id)
change_watch(id)
if call('HEXISTS', P .. 'subscriptions:' .. chat, thread .. 'watch:' .. id) == 0 then
  subscribe(chat, thread, 'watch:' .. id, '0', ARGV[4], '', '')
end
return 1
