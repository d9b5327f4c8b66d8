-- What scripts share that write what chats choose: subscriptions, watches,
-- votes and notes.

-- parse takes a subscription's value apart: whether it is the configuration's
-- (1, 0), since when, and its options as JSON, empty if it has none.
local function parse(value)
  return value:match('^(%d)(%-?%d*)(.*)$')
end

-- subscribe writes a subscription. One that is there keeps its since.
local function subscribe(chat, thread, topic, config, since, options, filter)
  local key, field, place = P .. 'subscriptions:' .. chat, thread .. topic, chat .. thread
  local old = call('HGET', key, field)
  if old then
    local _, was = parse(old)
    since = was
  else
    count('subscriptions', 1)
  end
  call('HSET', key, field, config .. since .. options)
  if config == '1' then
    call('HSET', P .. 'config', chat .. field, since .. options)
  else
    call('HDEL', P .. 'config', chat .. field)
  end
  if filter ~= '' then
    call('HSET', P .. 'filters:' .. topic, place, filter)
  else
    call('HDEL', P .. 'filters:' .. topic, place)
  end
  if not stopped(chat) then
    call('ZADD', P .. 'subscribers:' .. topic, 0, place)
  end
end

-- unsubscribe removes a subscription, and returns 1 if there was one.
local function unsubscribe(chat, thread, topic)
  local field, place = thread .. topic, chat .. thread
  local n = call('HDEL', P .. 'subscriptions:' .. chat, field)
  call('HDEL', P .. 'config', chat .. field)
  call('HDEL', P .. 'filters:' .. topic, place)
  call('ZREM', P .. 'subscribers:' .. topic, place)
  if n > 0 then
    count('subscriptions', -n)
  end
  return n
end

-- change_watch gives the change of a watch a revision greater than all before.
local function change_watch(id)
  call('ZADD', P .. 'changes', next_number('revisions'), id)
end

-- drop_watch removes a chat's watch with the subscriptions to it, and returns 1
-- if there was one.
local function drop_watch(chat, id)
  if call('SREM', P .. 'watches:' .. chat, id) == 0 then
    return 0
  end
  call('HDEL', P .. 'watches', id)
  for _, field in ipairs(call('HKEYS', P .. 'subscriptions:' .. chat)) do
    if field:sub(17) == 'watch:' .. id then
      unsubscribe(chat, field:sub(1, 16), field:sub(17))
    end
  end
  change_watch(id)
  return 1
end

-- sum adds n to what is up or down of a topic, or of a term of it.
local function sum(key, of, n)
  if call('HINCRBY', key, of, n) == 0 then
    call('HDEL', key, of)
  end
end

-- tally adds n times a vote to the sums.
local function tally(vote, n)
  local up = vote:sub(1, 1) == '1' and 'u' or 'd'
  for topic, terms in pairs(cjson.decode(vote:match(' (.*)$'))) do
    sum(P .. 'approvals', up .. topic, n)
    for _, term in ipairs(terms) do
      sum(P .. 'approvals:' .. topic, up .. term, n)
    end
  end
end

-- drop_vote removes a user's vote on an article in a chat.
local function drop_vote(chat, article, user)
  local key = P .. 'votes:' .. chat .. article
  local vote = call('HGET', key, user)
  if not vote then
    return
  end
  tally(vote, -1)
  call('HDEL', key, user)
  call('SREM', P .. 'voter:' .. user, chat .. article)
  if call('EXISTS', key) == 0 then
    call('SREM', P .. 'voted:' .. chat, article)
  end
end

-- put_vote writes one in the place of an earlier one: whether it is up (1, 0),
-- since when, a blank, and the terms by topic as JSON.
local function put_vote(chat, article, user, vote)
  drop_vote(chat, article, user)
  tally(vote, 1)
  call('HSET', P .. 'votes:' .. chat .. article, user, vote)
  call('SADD', P .. 'voter:' .. user, chat .. article)
  call('SADD', P .. 'voted:' .. chat, article)
end

-- A note is its chat, when it expires, 0 for never, a blank, and the text. The
-- server deletes it by itself some time after that; a chat's set of its notes'
-- names, by when they expire, goes with the last of them.

-- drop_note removes the note of a name.
local function drop_note(name)
  local old = call('GET', P .. 'note:' .. name)
  if old then
    call('ZREM', P .. 'notes:' .. old:sub(1, 16), name)
    call('DEL', P .. 'note:' .. name)
  end
end

-- list_note puts the name of a note into the set of a chat.
local function list_note(chat, name, expires, left)
  local set = P .. 'notes:' .. chat
  local was = call('PTTL', set) -- -1 if it stays, -2 if there is none
  call('ZADD', set, expires == 0 and '+inf' or string.format('%.0f', expires), name)
  if expires == 0 then
    call('PERSIST', set)
  elseif was ~= -1 then
    call('PEXPIRE', set, math.max(was, left))
  end
end

-- put_note writes a note that has not expired yet. When it does is a decimal text,
-- as a number that passes 2^53 would be another one.
local function put_note(name, chat, till, text, now)
  local expires = tonumber(till)
  local key, left = P .. 'note:' .. name, math.ceil((expires - now) / 1000)
  call('SET', key, chat .. till .. ' ' .. text)
  if expires ~= 0 then
    call('PEXPIRE', key, left)
  end
  list_note(chat, name, expires, left)
end
