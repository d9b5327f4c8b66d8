-- ARGV: of each subscription what put_subscription takes.
for i = 1, #ARGV, 7 do
  subscribe(unpack(ARGV, i, i + 6))
end
