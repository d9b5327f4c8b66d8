-- ARGV: now, chat, thread. What is brought back tells that it was asked for.
even_when_full()
for _, id in ipairs(call('ZRANGE', P .. 'held:' .. ARGV[2], 0, -1)) do
  if call('HGET', P .. 'delivery:' .. id, 'thread') == ARGV[3] then
    come_back(id, 2)
  end
end
settle(ARGV[2], tonumber(ARGV[1]))
