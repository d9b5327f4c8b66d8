-- ARGV: of each delivery that is over: chat, thread, article, ID, what stands
-- behind the ID in its mark, the message that brought it or 0, the time by which
-- that is kept, and its body.
for i = 1, #ARGV, 8 do
  local chat, thread, article, id, mark, message = unpack(ARGV, i, i + 5)
  if call('HSETNX', P .. 'told:' .. chat, thread .. article, id .. mark) == 1 and message ~= '0' then
    brought(chat, message, { { id = id, thread = thread, article = article, body = ARGV[i + 7] } }, tonumber(ARGV[i + 6]))
  end
end
