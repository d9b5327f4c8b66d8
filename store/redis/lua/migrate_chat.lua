-- ARGV: now, the chat's old ID, its new one, and the periods of messages that
-- may be kept.
local now, from, to = tonumber(ARGV[1]), ARGV[2], ARGV[3]
even_when_full()

-- The move: on to where that chat has moved itself, unless this one moves back
-- to there. So the moves never run in a circle.
local last = last_move(to)
if last ~= from then
  to = last
else
  call('HDEL', P .. 'moves', to)
end
call('HSET', P .. 'moves', from, to)

-- The record: the new chat's stays, completed from the old one's.
local function move_chat()
  local old, new = P .. 'chat:' .. from, P .. 'chat:' .. to
  if call('EXISTS', old) == 0 then
    return
  end
  if call('EXISTS', new) == 0 then
    call('RENAME', old, new)
  else
    local chosen = call('HEXISTS', new, 'settings') == 1
    for _, field in ipairs({ 'kind', 'title', 'lang', 'settings' }) do
      local value = call('HGET', old, field)
      if value and (call('HGET', new, field) or '') == '' then
        call('HSET', new, field, value)
      end
    end
    if chosen then
      call('HDEL', P .. 'mutes', from)
    end
    call('DEL', old)
  end
  local mutes = call('HGET', P .. 'mutes', from)
  if mutes then
    call('HDEL', P .. 'mutes', from)
    call('HSET', P .. 'mutes', to, mutes)
  end
  call('SREM', P .. 'chats', from)
  call('SADD', P .. 'chats', to)
  call('DEL', P .. 'roster')
end

-- The subscriptions: of two the earlier Since counts, the configuration's is
-- one that both have from there, and the new chat's options stay.
local function move_subscriptions()
  index(from, false)
  local old, new = P .. 'subscriptions:' .. from, P .. 'subscriptions:' .. to
  local all = call('HGETALL', old)
  for i = 1, #all, 2 do
    local field = all[i]
    local config, since, options = parse(all[i + 1])
    local thread, filters = field:sub(1, 16), P .. 'filters:' .. field:sub(17)
    local filter = call('HGET', filters, from .. thread)
    call('HDEL', filters, from .. thread)
    local there = call('HGET', new, field)
    if there then
      local config2, since2, options2 = parse(there)
      config, options = math.min(config, config2), options2
      if tonumber(since2) < tonumber(since) then
        since = since2
      end
      count('subscriptions', -1)
    elseif filter then
      call('HSET', filters, to .. thread, filter)
    end
    call('HSET', new, field, config .. since .. options)
    call('HDEL', P .. 'config', from .. field, to .. field)
    if tonumber(config) == 1 then
      call('HSET', P .. 'config', to .. field, since .. options)
    end
  end
  call('DEL', old)
  index(to, not stopped(to))
end

-- Which watches there are and what they ask for stays: no revision is due.
local function move_watches()
  for _, id in ipairs(call('SMEMBERS', P .. 'watches:' .. from)) do
    local watch = call('HGET', P .. 'watches', id)
    if watch then
      call('HSET', P .. 'watches', id, to .. watch:sub(17))
      call('SADD', P .. 'watches:' .. to, id)
    end
  end
  call('DEL', P .. 'watches:' .. from)
end

-- The votes: of two of one user on an article the later one counts, and the new
-- chat's if they are of one time.
local function move_votes()
  for _, article in ipairs(call('SMEMBERS', P .. 'voted:' .. from)) do
    local all = call('HGETALL', P .. 'votes:' .. from .. article)
    for i = 1, #all, 2 do
      local user, vote = all[i], all[i + 1]
      local there = call('HGET', P .. 'votes:' .. to .. article, user)
      drop_vote(from, article, user)
      if not there or tonumber(there:match('^.(%-?%d+)')) < tonumber(vote:match('^.(%-?%d+)')) then
        put_vote(to, article, user, vote)
      end
    end
  end
end

local function move_notes()
  local all = call('ZRANGE', P .. 'notes:' .. from, 0, -1)
  for _, name in ipairs(all) do
    local key = P .. 'note:' .. name
    local note = call('GET', key)
    if note then
      call('SETRANGE', key, 0, to)
      list_note(to, name, tonumber(note:match('^(%-?%d+) ', 17)), call('PTTL', key))
    end
  end
  call('DEL', P .. 'notes:' .. from)
end

local function move_guest()
  if call('ZREM', P .. 'guests', from) == 0 then
    return
  end
  if call('ZADD', P .. 'guests', 0, to) == 1 then
    call('RENAME', P .. 'guest:' .. from, P .. 'guest:' .. to)
  else
    call('DEL', P .. 'guest:' .. from)
  end
end

-- dissolve makes deliveries of their own again of what was joined to others
-- of a lane, or of the buried ones, unless a message with it may be under way.
local function dissolve(chat, list)
  for _, id in ipairs(call('ZRANGE', list, 0, -1)) do
    local state = call('HGET', P .. 'delivery:' .. id, 'state')
    if state ~= 'attempting' then
      for _, part in ipairs(call('ZRANGE', P .. 'parts:' .. id, 0, -1)) do
        count('joined', -1)
        if kept(part) then
          local key = P .. 'delivery:' .. part
          call('HSET', key, 'state', state)
          count(state, 1)
          if state == 'buried' then
            call('ZADD', list, part, part)
          else
            enter(chat, part, call('HGET', key, 'class'))
          end
        else
          lose(part)
        end
      end
      call('DEL', P .. 'parts:' .. id)
    end
  end
end

-- rank says how far a delivery has come; those that were sent have left no
-- record, nor have those that expired or were dropped.
local function rank(id)
  if id:sub(-2) == ' -' or id:sub(-2) == ' x' then
    return 0
  end
  local state = call('HGET', P .. 'delivery:' .. id:match('%d+'), 'state')
  return ({ buried = 1, pending = 2, attempting = 3, joined = 3 })[state] or 4
end

-- drop gives up a delivery in favour of another of its article. If others were
-- joined to it, it stays, but no longer as the article's.
local function drop(id)
  if rank(id) == 0 then
    count(id:sub(-1) == 'x' and 'dropped' or 'expired', -1)
    return
  end
  id = id:match('%d+')
  local key = P .. 'delivery:' .. id
  if call('EXISTS', P .. 'parts:' .. id) == 1 then
    call('HSET', key, 'article', '')
    return
  end
  local d = call('HMGET', key, 'chat', 'state', 'whole')
  if d[2] == 'buried' then
    unbury(id, d[1])
  elseif d[2] == 'joined' then
    call('ZREM', P .. 'parts:' .. d[3], id)
    count('joined', -1)
  elseif d[2] then
    leave(d[1], id)
    count(d[2], -1)
  end
  call('DEL', key)
end

-- unite makes one of what both chats were to be told of an article.
local function unite()
  local told = P .. 'told:' .. to
  local all = call('HGETALL', P .. 'told:' .. from)
  for i = 1, #all, 2 do
    local old, new = all[i + 1], call('HGET', told, all[i])
    local keep = old
    if new then
      local a, b = rank(old), rank(new)
      if a < b or a == b and tonumber(new:match('%d+')) < tonumber(old:match('%d+')) then
        keep = new
      end
      drop(keep == old and new or old)
    end
    call('HSET', told, all[i], keep)
  end
  call('DEL', P .. 'told:' .. from)
end

-- move_deliveries gives those of a lane, or the buried ones, to the new chat,
-- with what was joined to them.
local function move_deliveries(old, new)
  local ids = call('ZRANGE', old, 0, -1, 'WITHSCORES')
  for i = 1, #ids, 2 do
    local id = ids[i]
    call('ZADD', new, ids[i + 1], id)
    call('HSET', P .. 'delivery:' .. id, 'chat', to)
    for _, part in ipairs(call('ZRANGE', P .. 'parts:' .. id, 0, -1)) do
      if kept(part) then
        call('HSET', P .. 'delivery:' .. part, 'chat', to)
      end
    end
  end
  call('DEL', old)
  return #ids
end

-- move_classes moves what a lane counts.
local function move_classes()
  local counts = call('HGETALL', P .. 'classes:' .. from)
  for i = 1, #counts, 2 do
    call('HINCRBY', P .. 'classes:' .. to, counts[i], counts[i + 1])
  end
  call('DEL', P .. 'classes:' .. from)
end

-- catch_up fans out the whole outbox to the new chat. Some cursors may have
-- passed its new place before they came to its old one; what they still come
-- to is left out then, being there.
local function catch_up()
  local fields = call('HKEYS', P .. 'subscriptions:' .. to)
  table.sort(fields)
  for _, article in ipairs(call('ZRANGE', P .. 'outbox', 0, -1)) do
    local order, topics = {}, {}
    for i, topic in ipairs(cjson.decode(call('HGET', P .. 'entry:' .. article, 'topics') or '[]')) do
      order[topic] = i
    end
    local threads = {}
    for _, field in ipairs(fields) do
      local thread, topic = field:sub(1, 16), field:sub(17)
      if order[topic] then
        if not topics[thread] then
          topics[thread] = {}
          threads[#threads + 1] = thread
        end
        table.insert(topics[thread], topic)
      end
    end
    for _, thread in ipairs(threads) do
      table.sort(topics[thread], function(a, b) return order[a] < order[b] end)
      if not stopped(to) then
        add(to, thread, article, cjson.encode({ topics = topics[thread] }), 0, now, {})
      end
    end
  end
end

move_chat()
move_subscriptions()
move_watches()
move_votes()
move_notes()
move_guest()
for i = 4, #ARGV do
  call('DEL', P .. 'messages:' .. ARGV[i] .. ':' .. from)
end
for _, chat in ipairs({ from, to }) do
  let_go(chat)
  mend(chat)
  dissolve(chat, P .. 'lane:' .. chat)
  dissolve(chat, P .. 'buried:' .. chat)
end
unite()
move_deliveries(P .. 'lane:' .. from, P .. 'lane:' .. to)
move_classes()
if move_deliveries(P .. 'buried:' .. from, P .. 'buried:' .. to) > 0 then
  call('SREM', P .. 'graves', from)
  call('SADD', P .. 'graves', to)
end
catch_up()
local parked = math.max(tonumber(call('HGET', P .. 'parked', from) or 0), tonumber(call('HGET', P .. 'parked', to) or 0))
park(from, 0, now)
park(to, string.format('%.0f', parked), now)
