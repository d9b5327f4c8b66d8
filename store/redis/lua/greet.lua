-- ARGV: the version of the present layout, now, and two names for a new epoch:
-- of a store that begins, and of one that an older program left. Returns the
-- version and the epoch of the store that is here from now on: one that was here,
-- of the present layout if it was of an older one, or a new and empty one, which
-- is not begun over what is left of another.
local layout, version, epoch = ARGV[1], call('GET', P .. 'version'), call('GET', P .. 'epoch')
if not version then
  -- What is left of a store is none, and a new one over it would write to chats that
  -- it does not know. One of these keys stands in whatever holds something.
  for _, key in ipairs({ 'epoch', 'counts', 'ids', 'claims', 'articles', 'outbox', 'seen:present', 'chats', 'moves',
    'config', 'settings', 'sources', 'watches', 'approvals', 'guests', 'invitations', 'jobs', 'purges', 'move' }) do
    if call('EXISTS', P .. key) == 1 then
      return redis.error_reply('REMAINS ' .. key)
    end
  end
end

-- A server that cannot be written to says so here.
if call('SETNX', P .. 'version', layout) == 1 then
  version, epoch = layout, ARGV[3]
  call('SET', P .. 'epoch', epoch)
end

local old = version
while step[version] do
  version = step[version](ARGV[2])
end
if version ~= old or version == layout and not epoch then
  epoch = ARGV[4]
  call('SET', P .. 'version', version)
  call('SET', P .. 'epoch', epoch)
end

-- Of a store that moved here it is noted that a service has opened it.
if version == layout and call('EXISTS', P .. 'move') == 1 then
  call('HSETNX', P .. 'move', 'used', 1)
end
return { version, epoch or '' }
