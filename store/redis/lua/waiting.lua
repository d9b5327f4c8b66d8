-- ARGV: chat, limit. Returns the first deliveries of its lane.
local found = {}
for _, id in ipairs(call('ZRANGE', P .. 'lane:' .. ARGV[1], 0, ARGV[2] - 1)) do
  found[#found + 1] = tell(id)
end
return found
