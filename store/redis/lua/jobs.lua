-- ARGV: keys. Returns key, due and what is to be done of each job that is there.
local found = {}
for _, key in ipairs(ARGV) do
  local due, work = call('ZSCORE', P .. 'jobs', key), call('HGET', P .. 'work', key)
  if due and work then
    found[#found + 1] = key
    found[#found + 1] = call('HGET', P .. 'late', key) or string.format('%.0f', due)
    found[#found + 1] = work
  end
end
return found
