-- ARGV: article ID, topics, chunk and cursor of each entry that was found spoiled;
-- what was not there is empty. Takes those out of the outbox that are still so,
-- and returns their articles' IDs.
even_when_full()
local taken = {}
for i = 1, #ARGV, 4 do
  local article, entry = ARGV[i], P .. 'entry:' .. ARGV[i]
  local is = call('HMGET', entry, 'topics', 'chunk', 'after')
  local same = true
  for n = 1, 3 do
    same = same and (is[n] or '') == ARGV[i + n]
  end
  if same and call('ZREM', P .. 'outbox', article) == 1 then
    call('DEL', entry)
    taken[#taken + 1] = article
  end
end
return taken
