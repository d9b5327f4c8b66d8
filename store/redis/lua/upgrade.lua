-- Brings the keys of layout 1 to layout 2: lanes that can begin are kept by
-- class, and all that wait there are of the normal one.
if call('GET', P .. 'version') == '1' then
  if call('EXISTS', P .. 'ready') == 1 then
    call('RENAME', P .. 'ready', P .. 'ready:0')
  end
  call('SET', P .. 'version', 2)
end
