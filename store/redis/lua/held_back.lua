-- ARGV: chat, limit. Returns the first deliveries that are held for it.
local found = {}
for _, id in ipairs(call('ZRANGE', P .. 'held:' .. ARGV[1], 0, ARGV[2] - 1)) do
  found[#found + 1] = tell(id)
end
return found
