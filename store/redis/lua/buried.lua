-- ARGV: now, before which ID ('+inf' for all), how many, and chats. Returns the
-- newest of what can be redriven in these chats.
local now, before, most, ids = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), {}
for i = 4, #ARGV do
  local chat, n, from = ARGV[i], 0, before
  while not stopped(chat) and n < most do
    local some = call('ZREVRANGEBYSCORE', P .. 'buried:' .. chat, from, '-inf', 'LIMIT', 0, most)
    for _, id in ipairs(some) do
      from = '(' .. id
      if n < most and kept(id) and not expired(id, now) then
        ids[#ids + 1], n = tonumber(id), n + 1
      end
    end
    if #some < most then
      break
    end
  end
end
table.sort(ids, function(a, b) return a > b end)
local found = {}
for i = 1, math.min(most, #ids) do
  found[i] = tell(string.format('%.0f', ids[i]))
end
return found
