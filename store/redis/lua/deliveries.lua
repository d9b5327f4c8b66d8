-- What the scripts share that return deliveries.
local FIELDS = { 'chat', 'thread', 'article', 'body', 'state', 'attempts', 'not_before',
  'created_at', 'why', 'doubts', 'class', 'expires', 'edits', 'edit_only', 'held' }

-- tell returns what is told of a delivery: its ID, the class that counts, its
-- fields, and ID, article and body of each of its parts; or nothing if its record
-- is gone.
local function tell(id, class)
  if not kept(id) then
    return
  end
  local parts = {}
  for _, part in ipairs(call('ZRANGE', P .. 'parts:' .. id, 0, -1)) do
    local f = call('HMGET', P .. 'delivery:' .. part, 'article', 'body')
    if f[2] then
      parts[#parts + 1], parts[#parts + 2], parts[#parts + 3] = part, f[1], f[2]
    end
  end
  local key = P .. 'delivery:' .. id
  return { id, class or call('HGET', key, 'class') or '0', call('HMGET', key, unpack(FIELDS)), parts }
end
