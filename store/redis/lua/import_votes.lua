-- ARGV: of each vote chat, article, user, vote.
for i = 1, #ARGV, 4 do
  put_vote(unpack(ARGV, i, i + 3))
end
