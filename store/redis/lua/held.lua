-- ARGV: now, or nothing for the server's time; names of leases. Returns name,
-- holder, token and end of each that is in force.
local now, held = present(ARGV[1]), {}
for i = 2, #ARGV do
  local l = call('HMGET', P .. 'lease:' .. ARGV[i], 'holder', 'token', 'expires', 'since')
  if l[1] and l[1] ~= '' and tonumber(l[3]) > now and tonumber(l[4] or 0) <= now + SET_BACK then
    table.insert(held, ARGV[i])
    for field = 1, 3 do
      table.insert(held, l[field])
    end
  end
end
return held
