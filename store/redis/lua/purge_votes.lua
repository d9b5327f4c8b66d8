-- ARGV: chat, article IDs. Removes the chat's votes on the articles, and returns
-- how many they were.
local chat, n = ARGV[1], 0
even_when_full()
for i = 2, #ARGV do
  for _, user in ipairs(call('HKEYS', P .. 'votes:' .. chat .. ARGV[i])) do
    drop_vote(chat, ARGV[i], user)
    n = n + 1
  end
end
return n
