-- ARGV: now, delivery ID, why.
local chat, state = open(ARGV[2])
if chat then
  bury(ARGV[2], chat, state, ARGV[3])
  settle(chat, tonumber(ARGV[1]))
end
