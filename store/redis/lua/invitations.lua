-- Returns the invitations and the fields of each.
local found = {}
for i, id in ipairs(call('SMEMBERS', P .. 'invitations')) do
  found[i] = { id, call('HGETALL', P .. 'invitation:' .. id) }
end
return found
