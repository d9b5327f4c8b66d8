-- ARGV: now, name, chat, when it expires, text.
local now, name, chat, expires = tonumber(ARGV[1]), ARGV[2], ARGV[3], tonumber(ARGV[4])
drop_note(name)
call('ZREMRANGEBYSCORE', P .. 'notes:' .. chat, '-inf', now)
if expires == 0 or expires > now then
  put_note(name, chat, ARGV[4], ARGV[5], now)
end
