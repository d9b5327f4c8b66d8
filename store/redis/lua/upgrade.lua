-- What brings the keys of an older layout to the next one: steps, by the version
-- from which they lead on.
local step = {}

-- To layout 2: lanes that can begin are kept by class, and all that wait there
-- are of the normal one.
step['1'] = function()
  if call('EXISTS', P .. 'ready') == 1 then
    call('RENAME', P .. 'ready', P .. 'ready:0')
  end
  return '2'
end

-- To layout 3: notes were settings, which no chat owns and which stay for ever.
-- The channels that a user runs are still wanted; the rest was for buttons.
step['2'] = function()
  for _, key in ipairs(call('HKEYS', P .. 'settings')) do
    local kind, rest = key:match('^(%a+):(.*)$')
    local value = call('HGET', P .. 'settings', key)
    if kind == 'channels' and rest:match('^%d+$') and value ~= '' then
      put_note(key, string.format('8%015x', rest), '0', value, 0)
    end
    if kind == 'channels' or kind == 'kept' or kind == 'saved' or kind == 'asked' or kind == 'refused' then
      call('HDEL', P .. 'settings', key)
    end
  end
  return '3'
end

-- To layout 4: periods were those of the calendar, and their keys ended with it.
-- The last in which anything was seen is the present one from now on.
step['3'] = function(now)
  local period = math.floor(present(now) / 1000000 / (30 * 24 * 3600)) + 1
  local least = period - 4
  while period > least and call('EXISTS', P .. 'seen:' .. period) == 0 do
    period = period - 1
  end
  for p = period - 1, period do
    local key = P .. 'seen:' .. p
    local size, l, buckets = tonumber(call('HGET', key, 'size') or 0), 0, 1024 -- as in seen.lua
    call('PERSIST', key)
    while size > 0 do
      for n = 0, buckets - 1 do
        call('PERSIST', key .. ':' .. l .. ':' .. n)
      end
      size, l, buckets = size - buckets * 200, l + 1, buckets * 4
    end
  end
  call('HSET', P .. 'seen:present', 'period', period, 'day', 0, 'since', 0)
  return '4'
end
