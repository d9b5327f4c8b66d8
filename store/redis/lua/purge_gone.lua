-- ARGV: now, which deliveries of a chat (lane:, held: or buried:), the chat, a
-- cursor. Looks at some of them, and takes out those whose record is gone. Returns
-- the next cursor, 0 at the end.
local kind, chat, lost = ARGV[2], ARGV[3], {}
local page = call('ZSCAN', P .. kind .. chat, ARGV[4], 'COUNT', 300)
for i = 1, #page[2], 2 do
  if not kept(page[2][i]) then
    lost[#lost + 1] = page[2][i]
  end
end
if #lost == 0 then
  return page[1]
end
even_when_full()
if kind == 'held:' then
  for _, id in ipairs(lost) do
    local told = not call('ZSCORE', P .. 'held', id) -- when it was to come back
    unhold(id, chat)
    if not told then
      lose(id)
    end
  end
else
  mend(chat)
end
settle(chat, tonumber(ARGV[1]))
return page[1]
