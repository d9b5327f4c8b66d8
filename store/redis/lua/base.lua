-- What all scripts share; it stands before each of them. A script is one
-- transaction. Its first key is the prefix of all keys, whose hash tag puts
-- them into one slot. Its second one, which like the first is not there, is the
-- epoch of the place, as the caller knows it.
--
-- Chats and threads are written as 16 hexadecimal digits that sort like the
-- numbers (code.go). Times are microseconds since 1970, 0 for none. Delivery
-- IDs are decimal. No number that may pass 2^53 is computed with.
local P = KEYS[1]
local call = redis.call

-- Each move of a store to here begins a new epoch (import_begin.lua). Whoever
-- knows an older one must write nothing more; where no move was, the prefix is
-- the epoch.
if KEYS[2] and (call('GET', P .. 'epoch') or P) ~= KEYS[2] then
  return redis.error_reply('STALE another store moves here, or has moved here')
end

local function count(what, n)
  call('HINCRBY', P .. 'counts', what, n)
end

-- A time that was the present and lies farther ahead than this tells that the
-- clock has been set back, and was not merely read late.
local SET_BACK = 60 * 1000000

-- present returns the time that a call gives, or else the server's.
local function present(now)
  if now ~= '' then
    return tonumber(now)
  end
  local t = call('TIME')
  return t[1] * 1000000 + t[2]
end

-- mark remembers since when a lane is closed.
local function mark(chat, now)
  if now > tonumber(call('ZSCORE', P .. 'closed', chat) or 0) then
    call('ZADD', P .. 'closed', now, chat)
  end
end

-- A lane is a sorted set of delivery IDs. Edits stand behind all messages.
local EDITS = 2 ^ 52

-- batch counts for a delivery that was enqueued for many under one key, as long
-- as that is remembered.
local function batch(id, what, n)
  local key = call('HGET', P .. 'delivery:' .. id, 'batch')
  if key and call('EXISTS', P .. 'batch:' .. key) == 1 then
    call('HINCRBY', P .. 'batch:' .. key, what, n)
  end
end

-- enter puts a delivery into its lane, and leave takes it out. The lane counts
-- how many it holds of each class but the normal one, which is 0.
local function enter(chat, id, class, edits)
  local place = id
  if edits then
    place = string.format('%.0f', EDITS + id)
  end
  call('ZADD', P .. 'lane:' .. chat, place, id)
  batch(id, 'waiting', 1)
  if tonumber(class or 0) ~= 0 then
    call('HINCRBY', P .. 'classes:' .. chat, class, 1)
  end
end

-- forget takes one of a class off the count.
local function forget(chat, class)
  if tonumber(class or 0) ~= 0 and call('HINCRBY', P .. 'classes:' .. chat, class, -1) <= 0 then
    call('HDEL', P .. 'classes:' .. chat, class)
  end
end

local function leave(chat, id)
  if call('ZREM', P .. 'lane:' .. chat, id) == 1 then
    batch(id, 'waiting', -1)
    forget(chat, call('HGET', P .. 'delivery:' .. id, 'class'))
  end
end

-- class_of returns the class of a lane that holds something: the best in it.
local function class_of(chat)
  local best, counted = nil, 0
  local counts = call('HGETALL', P .. 'classes:' .. chat)
  for i = 1, #counts, 2 do
    counted = counted + counts[i + 1]
    best = math.min(best or 99, tonumber(counts[i]))
  end
  if counted < call('ZCARD', P .. 'lane:' .. chat) then
    best = math.min(best or 99, 0)
  end
  return best or 0
end

-- ready puts a lane among those of its class that can begin, or among none.
local function ready(chat, head)
  local class = head and class_of(chat)
  for c = -2, 2 do
    if c == class then
      call('ZADD', P .. 'ready:' .. c, head, chat)
    else
      call('ZREM', P .. 'ready:' .. c, chat)
    end
  end
end

-- settle puts a chat's lane where it belongs after its deliveries or its
-- parking have changed: into ready, by class and the ID of its head; or into
-- waiting, by the time when the head may begin; or nowhere, if it is empty. That
-- a head's time has come is written down: should the clock be set back, it has
-- come all the same.
local function settle(chat, now)
  local head = call('ZRANGE', P .. 'lane:' .. chat, 0, 0)[1]
  local parked = tonumber(call('HGET', P .. 'parked', chat) or 0)
  if parked ~= 0 and parked <= now then
    call('HDEL', P .. 'parked', chat)
    parked = 0
  end
  if not head then
    ready(chat, nil)
    call('ZREM', P .. 'waiting', chat)
    if parked > now then
      mark(chat, now)
    else
      call('ZREM', P .. 'closed', chat)
    end
    return
  end
  local not_before = tonumber(call('HGET', P .. 'delivery:' .. head, 'not_before'))
  if not_before ~= 0 and not_before <= now then
    call('HSET', P .. 'delivery:' .. head, 'not_before', 0)
  end
  local till = math.max(parked, not_before)
  if till > now then
    ready(chat, nil)
    call('ZADD', P .. 'waiting', till, chat)
    mark(chat, now)
  else
    call('ZREM', P .. 'waiting', chat)
    call('ZREM', P .. 'closed', chat)
    ready(chat, head)
  end
end

-- park holds a lane until a time, or opens it if that has passed.
local function park(chat, till, now)
  if tonumber(till) > now then
    call('HSET', P .. 'parked', chat, till)
  else
    call('HDEL', P .. 'parked', chat)
  end
  settle(chat, now)
end

-- add writes a pending delivery at the end of its lane, unless the recipient
-- was to be told of the article already. extra holds class, expires, edits,
-- edit_only, where they are not 0, and batch, a name.
local function add(chat, thread, article, body, not_before, now, extra)
  local told = P .. 'told:' .. chat
  if article ~= '' and call('HEXISTS', told, thread .. article) == 1 then
    return
  end
  local id = string.format('%.0f', call('INCR', P .. 'ids'))
  if article ~= '' then
    call('HSET', told, thread .. article, id)
  end
  local key, class = P .. 'delivery:' .. id, tonumber(extra.class or 0)
  if tonumber(not_before) <= now then
    not_before = 0
  end
  call('HSET', key, 'chat', chat, 'thread', thread, 'article', article, 'body', body,
    'state', 'pending', 'attempts', 0, 'not_before', not_before, 'created_at', string.format('%.0f', now), 'why', '')
  for field, value in pairs(extra) do
    if field == 'batch' or tonumber(value) ~= 0 then
      call('HSET', key, field, value)
    end
  end
  local lane = P .. 'lane:' .. chat
  local head = call('ZRANGE', lane, 0, 0)[1]
  local best = head and class_of(chat)
  enter(chat, id, extra.class, tonumber(extra.edits or 0) ~= 0)
  count('pending', 1)
  if call('ZRANGE', lane, 0, 0)[1] ~= head or best and class < best then
    settle(chat, now)
  end
end

-- fenced tells whether a newer token of a lease than this one was handed out.
local function fenced(lease, token)
  return tonumber(token) < tonumber(call('HGET', P .. 'lease:' .. lease, 'token') or 0)
end

-- open returns the chat and the state of a delivery that is pending or
-- attempting, else nothing.
local function open(id)
  local d = call('HMGET', P .. 'delivery:' .. id, 'chat', 'state')
  if d[2] == 'pending' or d[2] == 'attempting' then
    return d[1], d[2]
  end
end

-- bury takes an open delivery out of its lane, and leaves the lane unsettled.
local function bury(id, chat, state, why)
  leave(chat, id)
  call('HSET', P .. 'delivery:' .. id, 'state', 'buried', 'not_before', 0, 'why', why)
  call('ZADD', P .. 'buried:' .. chat, id, id)
  call('SADD', P .. 'graves', chat)
  count(state, -1)
  count('buried', 1)
end

-- expired tells whether a delivery's time is over.
local function expired(id, now)
  local expires = tonumber(call('HGET', P .. 'delivery:' .. id, 'expires') or 0)
  return expires > 0 and expires <= now
end

-- unbury takes a delivery off the buried ones.
local function unbury(id, chat)
  call('ZREM', P .. 'buried:' .. chat, id)
  if call('EXISTS', P .. 'buried:' .. chat) == 0 then
    call('SREM', P .. 'graves', chat)
  end
  count('buried', -1)
end

-- unhold takes a delivery off the held ones.
local function unhold(id, chat)
  call('ZREM', P .. 'held:' .. chat, id)
  call('ZREM', P .. 'held', id)
  call('ZREM', P .. 'holding', id)
  batch(id, 'waiting', -1)
  count('held', -1)
end

-- come_back brings a held delivery back to its lane, and leaves the lane
-- unsettled. It returns its chat.
local function come_back(id, held)
  local key = P .. 'delivery:' .. id
  local d = call('HMGET', key, 'chat', 'class', 'edits')
  unhold(id, d[1])
  call('HSET', key, 'state', 'pending', 'not_before', 0, 'held', held)
  enter(d[1], id, d[2], (d[3] or '0') ~= '0')
  count('pending', 1)
  return d[1]
end

-- let_go brings back all that is held for a chat.
local function let_go(chat)
  for _, id in ipairs(call('ZRANGE', P .. 'held:' .. chat, 0, -1)) do
    come_back(id, 1)
  end
end

-- index makes a chat's subscriptions findable by their topics, or hides them.
local function index(chat, visible)
  for _, field in ipairs(call('HKEYS', P .. 'subscriptions:' .. chat)) do
    local member, key = chat .. field:sub(1, 16), P .. 'subscribers:' .. field:sub(17)
    if visible then
      call('ZADD', key, 0, member)
    else
      call('ZREM', key, member)
    end
  end
end

-- last_move returns where a chat is after all its moves.
local function last_move(chat)
  local to = call('HGET', P .. 'moves', chat)
  while to do
    chat, to = to, call('HGET', P .. 'moves', to)
  end
  return chat
end

-- brought remembers that a message brought a delivery: ID, thread, article and
-- body. A message may bring several. The messages of thirty days are kept for
-- ninety more, so that they are found for sixty at least.
local function brought(chat, message, delivery, now)
  local PERIOD = 30 * 24 * 3600
  local key = P .. 'messages:' .. string.format('%.0f', math.floor(now / 1000000 / PERIOD)) .. ':' .. chat
  call('HSET', key, message, (call('HGET', key, message) or '') .. cjson.encode(delivery))
  call('EXPIRE', key, 4 * PERIOD)
end

local function stopped(chat)
  return call('HGET', P .. 'chat:' .. chat, 'state') == 'stopped'
end
