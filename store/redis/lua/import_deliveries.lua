-- ARGV: now, and of each delivery: ID, chat, thread, article, body, state,
-- attempts, doubts, under way, not-before, created at, since when it is held,
-- held, why, class, expires, edits, edit-only, what it is joined to, batch. One
-- that is there stays as it is. Batches are not counted: they come as they are.
local now, WIDTH = tonumber(ARGV[1]), 20
local chats = {}

-- place puts a delivery where its state belongs.
local function place(id, chat, state, not_before, held_at, class, edits, whole)
  if state == 'buried' then
    call('ZADD', P .. 'buried:' .. chat, id, id)
    call('SADD', P .. 'graves', chat)
  elseif state == 'held' then
    call('ZADD', P .. 'held:' .. chat, id, id)
    call('ZADD', P .. 'held', not_before, id)
    call('ZADD', P .. 'holding', held_at, id)
  elseif state == 'joined' then
    call('HSET', P .. 'delivery:' .. id, 'whole', whole)
    call('ZADD', P .. 'parts:' .. whole, id, id)
  else
    enter(chat, id, class, edits ~= '0')
    chats[chat] = true
  end
end

for i = 2, #ARGV, WIDTH do
  local f = {}
  for k = 1, WIDTH do
    f[k] = ARGV[i + k - 1]
  end
  local id, chat = f[1], f[2]
  local key = P .. 'delivery:' .. id
  if call('EXISTS', key) == 0 then
    call('HSET', key, 'chat', chat, 'thread', f[3], 'article', f[4], 'body', f[5], 'state', f[6], 'attempts', f[7],
      'doubts', f[8], 'under_way', f[9], 'not_before', f[10], 'created_at', f[11], 'why', f[14])
    for k, name in pairs({ [13] = 'held', [15] = 'class', [16] = 'expires', [17] = 'edits', [18] = 'edit_only' }) do
      if f[k] ~= '0' then
        call('HSET', key, name, f[k])
      end
    end
    if f[4] ~= '' then
      call('HSET', P .. 'told:' .. chat, f[3] .. f[4], id)
    end
    place(id, chat, f[6], f[10], f[12], f[15], f[17], f[19])
    if f[20] ~= '' then
      call('HSET', key, 'batch', f[20])
    end
    count(f[6], 1)
  end
end
for chat in pairs(chats) do
  settle(chat, now)
end
