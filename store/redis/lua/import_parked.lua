-- ARGV: now, and of each lane: chat, until.
for i = 2, #ARGV, 2 do
  park(ARGV[i], ARGV[i + 1], tonumber(ARGV[1]))
end
