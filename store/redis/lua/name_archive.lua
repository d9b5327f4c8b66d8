-- ARGV: the setting that holds the archive's name, and a name for one that has
-- none. Returns the archive's.
call('HSETNX', P .. 'settings', ARGV[1], ARGV[2])
return call('HGET', P .. 'settings', ARGV[1])
