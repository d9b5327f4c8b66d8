-- ARGV: the last claim that counts, article IDs. Removes those that were not
-- claimed since and have no entry in the outbox. Returns the IDs of those that it
-- removed.
local gone = {}
for i = 2, #ARGV do
  local id = ARGV[i]
  local key = P .. 'article:' .. id
  local a = call('HMGET', key, 'place', 'topics')
  if a[1] and tonumber(a[1]:sub(1, 16)) <= tonumber(ARGV[1]) and call('EXISTS', P .. 'entry:' .. id) == 0 then
    call('ZREM', P .. 'articles', a[1])
    for _, topic in ipairs(cjson.decode(a[2])) do
      call('ZREM', P .. 'articles:' .. topic, a[1])
    end
    call('ZREM', P .. 'claimed', id)
    call('DEL', key)
    gone[#gone + 1] = id
  end
end
if #gone > 0 then
  next_number('purges')
end
return gone
