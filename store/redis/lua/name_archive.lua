-- ARGV: the setting that holds the archive's name, and a name for one that has
-- none. Returns the archive's.
local name = call('HGET', P .. 'settings', ARGV[1])
if not name then
  name = ARGV[2]
  even_when_full()
  call('HSET', P .. 'settings', ARGV[1], name)
end
return name
