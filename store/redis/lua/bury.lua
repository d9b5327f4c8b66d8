-- ARGV: now, delivery ID, why, the lease's name, the sender's token. Returns 0
-- if it is fenced off.
if fenced(ARGV[4], ARGV[5]) then
  return 0
end
local chat, state = open(ARGV[2])
if chat then
  bury(ARGV[2], chat, state, ARGV[3])
  settle(chat, tonumber(ARGV[1]))
end
return 1
