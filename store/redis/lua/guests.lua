-- ARGV: where to begin, where to end, limit. Returns the guests and the fields
-- of each.
local found = {}
for i, id in ipairs(call('ZRANGEBYLEX', P .. 'guests', ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])) do
  found[i] = { id, call('HGETALL', P .. 'guest:' .. id) }
end
return found
