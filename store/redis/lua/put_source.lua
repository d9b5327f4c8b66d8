-- ARGV: source, state; name and token of the lease under which it was polled,
-- no name if under none. Returns 0 if it is fenced off.
if ARGV[3] ~= '' and fenced(ARGV[3], ARGV[4]) then
  return 0
end
call('HSET', P .. 'sources', ARGV[1], ARGV[2])
return 1
