-- ARGV: chat, thread, topic, whether it is the configuration's (1, 0), since,
-- options, filter. Returns 0 if the topic is a watch that the chat has not.
local watch = ARGV[3]:match('^watch:(.*)$')
if watch and call('SISMEMBER', P .. 'watches:' .. ARGV[1], watch) == 0 then
  return 0
end
subscribe(unpack(ARGV))
return 1
