-- Brings the keys of layout 1 to layout 2: lanes that can begin are kept by
-- class, and all that wait there are of the normal one.
if call('GET', P .. 'version') == '1' then
  if call('EXISTS', P .. 'ready') == 1 then
    call('RENAME', P .. 'ready', P .. 'ready:0')
  end
  call('SET', P .. 'version', 2)
end

-- And those of layout 2 to layout 3: notes were settings, which no chat owns and
-- which stay for ever. The channels that a user runs are still wanted; the rest
-- was for buttons.
if call('GET', P .. 'version') == '2' then
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
  call('SET', P .. 'version', 3)
end
