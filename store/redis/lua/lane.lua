-- What scripts share that move deliveries: lanes, and what is buried and held.

-- mark remembers since when a lane is closed.
local function mark(chat, now)
  if now > tonumber(call('ZSCORE', P .. 'closed', chat) or 0) then
    call('ZADD', P .. 'closed', now, chat)
  end
end

-- A lane is a sorted set of delivery IDs. Edits stand behind all messages.
local EDITS = 2 ^ 52

-- count_in counts for what was enqueued for many under a key, as long as that is
-- remembered; batch does so for a delivery that may be one of them.
local function count_in(key, what, n)
  if key and call('EXISTS', P .. 'batch:' .. key) == 1 then
    call('HINCRBY', P .. 'batch:' .. key, what, n)
  end
end

local function batch(id, what, n)
  count_in(call('HGET', P .. 'delivery:' .. id, 'batch'), what, n)
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
    local d = call('HMGET', P .. 'delivery:' .. id, 'batch', 'class')
    count_in(d[1], 'waiting', -1)
    forget(chat, d[2])
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

-- kept returns a delivery's not-before, or nothing if its record is gone: the
-- server evicted it, or somebody deleted it. What comes across such a one takes it
-- out and goes on, so that it is all that is lost.
local function kept(id)
  local d = call('HMGET', P .. 'delivery:' .. id, 'chat', 'not_before')
  return d[1] and tonumber(d[2])
end

-- unbury takes a delivery off the buried ones.
local function unbury(id, chat)
  call('ZREM', P .. 'buried:' .. chat, id)
  if call('EXISTS', P .. 'buried:' .. chat) == 0 then
    call('SREM', P .. 'graves', chat)
  end
  count('buried', -1)
end

-- gone returns those of a list of deliveries that have no record.
local function gone(list)
  local ids = {}
  for _, id in ipairs(call('ZRANGE', list, 0, -1)) do
    if not kept(id) then
      ids[#ids + 1] = id
    end
  end
  return ids
end

-- lose notes that a delivery is lost, of which Reserve tells, and deletes what may be
-- left of its record. What was joined to it goes by itself, in the lane of the chat
-- that it returns.
local function lose(id)
  local chat
  call('SADD', P .. 'lost', id)
  for _, part in ipairs(call('ZRANGE', P .. 'parts:' .. id, 0, -1)) do
    count('joined', -1)
    if kept(part) then
      local d = call('HMGET', P .. 'delivery:' .. part, 'chat', 'class')
      call('HSET', P .. 'delivery:' .. part, 'state', 'pending')
      enter(d[1], part, d[2])
      count('pending', 1)
      chat = d[1]
    end
  end
  call('DEL', P .. 'parts:' .. id, P .. 'delivery:' .. id)
  return chat
end

-- mend takes out of a chat's lane, and off what is buried of it, whatever is
-- gone. The lane counts its classes anew, as that of what is gone is not known, nor
-- whether an attempt was under way: most wait, and the next purge counts anew.
local function mend(chat)
  local lost = gone(P .. 'lane:' .. chat)
  for _, id in ipairs(lost) do
    call('ZREM', P .. 'lane:' .. chat, id)
    count('pending', -1)
  end
  if #lost > 0 then
    call('DEL', P .. 'classes:' .. chat)
    for _, id in ipairs(call('ZRANGE', P .. 'lane:' .. chat, 0, -1)) do
      local class = call('HGET', P .. 'delivery:' .. id, 'class')
      if class and class ~= '0' then
        call('HINCRBY', P .. 'classes:' .. chat, class, 1)
      end
    end
  end
  for _, id in ipairs(gone(P .. 'buried:' .. chat)) do
    unbury(id, chat)
    lost[#lost + 1] = id
  end
  for _, id in ipairs(lost) do
    lose(id)
  end
end

-- head_of returns the first delivery of a lane and its not-before, or nothing.
local function head_of(chat)
  local head = call('ZRANGE', P .. 'lane:' .. chat, 0, 0)[1]
  local not_before = head and kept(head)
  if head and not not_before then
    mend(chat)
    return head_of(chat)
  end
  return head, not_before
end

-- settle puts a chat's lane where it belongs after its deliveries or its
-- parking have changed: into ready, by class and the ID of its head; or into
-- waiting, by the time when the head may begin; or nowhere, if it is empty. That
-- a head's time has come is written down: should the clock be set back, it has
-- come all the same.
local function settle(chat, now)
  local head, not_before = head_of(chat)
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
  local id = next_number('ids')
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

-- told_as returns under which field it is marked that a chat is told of a
-- delivery's article, or nothing if the delivery is of none.
local function told_as(id)
  local d = call('HMGET', P .. 'delivery:' .. id, 'thread', 'article')
  if d[1] and d[2] and d[2] ~= '' then
    return d[1] .. d[2]
  end
end

-- expired tells whether a delivery's time is over.
local function expired(id, now)
  local expires = tonumber(call('HGET', P .. 'delivery:' .. id, 'expires') or 0)
  return expires > 0 and expires <= now
end

-- unhold takes a delivery off the held ones.
local function unhold(id, chat)
  call('ZREM', P .. 'held:' .. chat, id)
  call('ZREM', P .. 'holding', id)
  batch(id, 'waiting', -1)
  if call('ZREM', P .. 'held', id) == 1 then
    count('held', -1)
  end
end

-- come_back brings a held delivery back to its lane, and leaves the lane
-- unsettled. It returns the chat whose lane has changed, if any has.
local function come_back(id, held)
  local key = P .. 'delivery:' .. id
  local d = call('HMGET', key, 'chat', 'class', 'edits')
  if not kept(id) then
    unhold(id, d[1] or '')
    return lose(id)
  end
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
  call('DEL', P .. 'held:' .. chat) -- what has no record
end

-- brought remembers that a message brought deliveries: of each its ID, thread,
-- article and topics. What it is known to have brought before stays. The messages
-- of thirty days are kept for ninety more, so that they are found for sixty at
-- least.
local function brought(chat, message, deliveries, now)
  local PERIOD = 30 * 24 * 3600
  local key = P .. 'messages:' .. string.format('%.0f', math.floor(now / 1000000 / PERIOD)) .. ':' .. chat
  local texts = { call('HGET', key, message) or '' }
  for i, d in ipairs(deliveries) do
    local known, body = pcall(cjson.decode, d.body)
    local topics = known and type(body) == 'table' and body.topics or nil
    local about = topics and cjson.encode({ topics = topics }) or '{}'
    texts[i + 1] = cjson.encode({ d.id, d.thread, d.article, about })
  end
  call('HSET', key, message, table.concat(texts))
  call('EXPIRE', key, 4 * PERIOD)
end
