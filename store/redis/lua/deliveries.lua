-- What the scripts share that return deliveries.
local FIELDS = { 'chat', 'thread', 'article', 'body', 'state', 'attempts', 'not_before',
  'created_at', 'why', 'doubts', 'class', 'expires', 'edits', 'edit_only', 'held' }

-- tell returns what is told of a delivery: its ID, the class that counts, its
-- fields, and ID, article and body of each of its parts; or nothing if its record
-- is gone.
local function tell(id, class)
  local fields, parts = call('HMGET', P .. 'delivery:' .. id, unpack(FIELDS)), {}
  local chat, not_before, own = fields[1], fields[7], fields[11]
  if not chat or not tonumber(not_before) then -- as kept has it
    return
  end
  for _, part in ipairs(call('ZRANGE', P .. 'parts:' .. id, 0, -1)) do
    local f = call('HMGET', P .. 'delivery:' .. part, 'article', 'body')
    if f[2] then
      parts[#parts + 1], parts[#parts + 2], parts[#parts + 3] = part, f[1], f[2]
    end
  end
  return { id, class or own or '0', fields, parts }
end
