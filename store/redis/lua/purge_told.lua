-- ARGV: chat, cursor, delivery ID. Removes the marks of deliveries up to that ID
-- that were sent, dropped or expired, of some of the chat's, or whose records are
-- gone. Returns the next cursor, 0 at the end, and how many it removed.
local key = P .. 'told:' .. ARGV[1]
local page = call('HSCAN', key, ARGV[2], 'COUNT', 300)
local n = 0
for i = 1, #page[2], 2 do
  local id, over = page[2][i + 1]:match('^(%d+)( ?)')
  local old = id and tonumber(id) <= tonumber(ARGV[3])
  if old and (over ~= '' or call('EXISTS', P .. 'delivery:' .. id) == 0) then
    n = n + call('HDEL', key, page[2][i])
  end
end
return { page[1], n }
