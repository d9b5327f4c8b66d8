-- ARGV: chat, thread, topic, the subscription as it was read; then whether it is
-- to be the configuration's (1, 0), and its options and filter. Returns 0 if it
-- was changed since.
local was = call('HGET', P .. 'subscriptions:' .. ARGV[1], ARGV[2] .. ARGV[3])
if was ~= ARGV[4] then
  return 0
end
local _, since = parse(was)
subscribe(ARGV[1], ARGV[2], ARGV[3], ARGV[5], since, ARGV[6], ARGV[7])
return 1
