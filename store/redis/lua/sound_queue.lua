-- Looks for contradictions among deliveries and their lanes (sound.lua).
local kinds = {}

-- read returns the fields of a delivery, nothing if there is none.
local function read(id)
  local f = call('HMGET', P .. 'delivery:' .. id, 'chat', 'thread', 'article', 'state', 'not_before', 'edits', 'class', 'whole')
  if f[1] then
    return { chat = f[1], thread = f[2], article = f[3], state = f[4], not_before = tonumber(f[5]),
      edits = (f[6] or '0') ~= '0', class = f[7] or '0', whole = f[8] }
  end
end

local function waits(d)
  return d and (d.state == 'pending' or d.state == 'attempting')
end

-- Where a delivery must stand, by its state.
local function in_lane(id, d)
  if score('lane:' .. d.chat, id) ~= tonumber(id) + (d.edits and EDITS or 0) then
    fault('delivery %d waits, but not at its place in the lane of chat %c', id, d.chat)
  elseif d.class ~= '0' and not has('classes:' .. d.chat, d.class) then
    fault('delivery %d is of class %d, of which the lane of chat %c counts none', id, d.class, d.chat)
  end
end

local places = { pending = in_lane, attempting = in_lane }

function places.held(id, d)
  if not score('held:' .. d.chat, id) then
    fault('delivery %d is held, but not among what is held for chat %c', id, d.chat)
  end
  if score('held', id) ~= d.not_before then
    fault('delivery %d is held, but does not come back at its time', id)
  end
  if not score('holding', id) then
    fault('delivery %d is held, but not since when is known', id)
  end
end

function places.buried(id, d)
  if not score('buried:' .. d.chat, id) then
    fault('delivery %d is buried, but not among what is buried of chat %c', id, d.chat)
  end
end

function places.joined(id, d)
  if not score('parts:' .. d.whole, id) then
    fault('delivery %d is joined to %d, but not among its parts', id, d.whole)
  end
end

-- legible looks whether a delivery can be sent as it is.
local function legible(id)
  local f = call('HMGET', P .. 'delivery:' .. id, 'body', 'attempts', 'doubts', 'created_at', 'expires', 'not_before')
  if type(decoded(f[1] or '')) ~= 'table' then
    fault('the body of delivery %d cannot be read', id)
  end
  for i = 2, #f do
    if f[i] and not f[i]:match('^%-?%d+$') then
      fault('delivery %d has %q where a number is to be', id, f[i])
    end
  end
end

kinds['delivery:'] = { whole = function(id)
  local d = read(id)
  if not d then
    if exists('delivery:' .. id) then
      fault('delivery %d is there, but not for which chat it is', id)
    end
    return
  end
  if not places[d.state] then
    fault('delivery %d is %q, which is no state', id, d.state)
    return
  end
  legible(id)
  places[d.state](id, d)
  if d.article ~= '' and not has('told:' .. d.chat, d.thread .. d.article) then
    fault('chat %c does not count as told of article %q, which delivery %d is of', d.chat, d.article, id)
  end
  local last = tonumber(call('GET', P .. 'ids') or 0)
  if tonumber(id) > last then
    fault('delivery %d is there, but the last one is %d', id, last)
  end
end }

-- Where a lane must stand in which something waits.
local function in_order(chat, head)
  local class, found = class_of(chat), 0
  for c = -2, 2 do
    local at = score('ready:' .. c, chat)
    if at then
      found = found + 1
      if c ~= class or at ~= tonumber(head) then
        fault('chat %c is ready in class %d, but not for its first delivery, which is %d of class %d', chat, c, head, class)
      end
    end
  end
  local at, first = score('waiting', chat), read(head)
  if at then
    found = found + 1
    local parked = tonumber(call('HGET', P .. 'parked', chat) or 0)
    if first and at ~= math.max(parked, first.not_before) then
      fault('chat %c does not wait until the time of its first delivery, which is %d', chat, head)
    end
    if not score('closed', chat) then
      fault('chat %c waits, but not since when is known', chat)
    end
  end
  if found ~= 1 then
    fault('chat %c has deliveries, but is in %d of the lists of which it must be in one: ready or waiting', chat, found)
  end
end

kinds['lane:'] = {
  whole = function(chat)
    local head = call('ZRANGE', P .. 'lane:' .. chat, 0, 0)[1]
    if head then
      in_order(chat, head)
    end
  end,
  scan = 'ZSCAN',
  each = function(chat, id)
    local d = read(id)
    if not waits(d) or d.chat ~= chat then
      fault('delivery %d is in the lane of chat %c, but does not wait there', id, chat)
    else
      tally('counts', d.state)
    end
  end,
}

-- A lane that is very long is not gone through at once.
kinds['classes:'] = { whole = function(chat)
  local long = 10000
  if call('ZCARD', P .. 'lane:' .. chat) > long then
    return
  end
  local n = {}
  for _, id in ipairs(call('ZRANGE', P .. 'lane:' .. chat, 0, -1)) do
    looked = looked + 1
    local class = call('HGET', P .. 'delivery:' .. id, 'class') or '0'
    n[class] = (n[class] or 0) + 1
  end
  local counts = call('HGETALL', P .. 'classes:' .. chat)
  for i = 1, #counts, 2 do
    local there = n[counts[i]] or 0
    if tonumber(counts[i + 1]) ~= there then
      fault('the lane of chat %c counts %d of class %d, but there are %d', chat, counts[i + 1], counts[i], there)
    end
  end
end }

local function not_empty(text)
  return function(_, chat)
    if not exists('lane:' .. chat) then
      fault(text, chat)
    end
  end
end

kinds['ready:'] = { scan = 'ZSCAN', each = not_empty('chat %c is ready, but nothing waits in its lane') }
kinds['waiting'] = { scan = 'ZSCAN', each = not_empty('chat %c waits for a time, but nothing waits in its lane') }
kinds['closed'] = { scan = 'ZSCAN', each = function(_, chat)
  if not score('waiting', chat) and not has('parked', chat) then
    fault('the lane of chat %c is closed, but neither does it wait nor is it parked', chat)
  end
end }

local function is_held(_, id)
  local d = read(id)
  if not d or d.state ~= 'held' then
    fault('delivery %d is among what is held, but is not', id)
  end
end

kinds['held'] = { scan = 'ZSCAN', each = is_held }
kinds['holding'] = { scan = 'ZSCAN', each = is_held }
kinds['held:'] = { scan = 'ZSCAN', each = function(chat, id)
  local d = read(id)
  if not d or d.state ~= 'held' or d.chat ~= chat then
    fault('delivery %d is among what is held for chat %c, but is not', id, chat)
  else
    tally('counts', 'held')
  end
end }

kinds['buried:'] = {
  whole = function(chat)
    if exists('buried:' .. chat) and not in_set('graves', chat) then
      fault('chat %c has buried deliveries, but is not among those that have', chat)
    end
  end,
  scan = 'ZSCAN',
  each = function(chat, id)
    local d = read(id)
    if not d or d.state ~= 'buried' or d.chat ~= chat then
      fault('delivery %d is among what is buried of chat %c, but is not', id, chat)
    else
      tally('counts', 'buried')
    end
  end,
}
kinds['graves'] = { scan = 'SSCAN', each = function(_, chat)
  if not exists('buried:' .. chat) then
    fault('chat %c is among those that have buried deliveries, but has none', chat)
  end
end }

kinds['parts:'] = {
  whole = function(id)
    if exists('parts:' .. id) and not exists('delivery:' .. id) then
      fault('others are joined to delivery %d, which is not there', id)
    end
  end,
  scan = 'ZSCAN',
  each = function(id, part)
    local d = read(part)
    if not d or d.state ~= 'joined' or d.whole ~= id then
      fault('delivery %d is among the parts of %d, but is not joined to it', part, id)
    else
      tally('counts', 'joined')
    end
  end,
}

-- A mark of a delivery that is over has more than its ID.
kinds['told:'] = { scan = 'HSCAN', each = function(chat, place, mark)
  if mark:match('^%d+$') and not exists('delivery:' .. mark) then
    fault('chat %c counts as told of article %q by delivery %d, which is not there', chat, place:sub(17), mark)
  end
end }

return look(kinds)
