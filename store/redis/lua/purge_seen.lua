-- ARGV: names of keys behind seen:. Removes those of periods that are looked up
-- no more.
local present = tonumber(call('HGET', P .. 'seen:present', 'period') or 0)
for _, name in ipairs(ARGV) do
  local period = tonumber(name:match('^%d+'))
  if period and period < present - 1 then
    call('UNLINK', P .. 'seen:' .. name)
  end
end
