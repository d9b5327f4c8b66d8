-- ARGV: now, and of each note: name, chat, when it expires, text.
local now = tonumber(ARGV[1])
for i = 2, #ARGV, 4 do
  local expires = tonumber(ARGV[i + 2])
  drop_note(ARGV[i])
  if expires == 0 or expires > now then
    put_note(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], now)
  end
end
