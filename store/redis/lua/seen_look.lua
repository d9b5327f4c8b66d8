-- ARGV: now, hashes. Returns 1 or 0 for each.
local found = {}
for i, hash in ipairs(hashes(ARGV[2])) do
  found[i] = seen(hash) and 1 or 0
end
remember()
return found
