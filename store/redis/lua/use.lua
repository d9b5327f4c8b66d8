-- Notes that a service has opened a store that moved here.
if call('EXISTS', P .. 'move') == 1 then
  call('HSETNX', P .. 'move', 'used', 1)
end
