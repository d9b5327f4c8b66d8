-- ARGV: now, hashes, article ID, its time, the article, its matches,
-- its topics as JSON, the call's nonce, and each topic. Returns 1 if the
-- article is new.
local id, at, topics, nonce = ARGV[3], ARGV[4], ARGV[7], ARGV[8]
local key = P .. 'article:' .. id

local fresh = true
for _, hash in ipairs(hashes(ARGV[2])) do
  if seen(hash) then
    fresh = false
  else
    put(hash)
  end
end
remember()
if not fresh then
  -- The client repeats a call whose answer was lost on the way.
  return call('HGET', key, 'nonce') == nonce and 1 or 0
end

-- An article that was claimed before, by other keys, is replaced.
local old = call('HMGET', key, 'place', 'topics')
if old[1] then
  call('ZREM', P .. 'articles', old[1])
  for _, topic in ipairs(cjson.decode(old[2])) do
    call('ZREM', P .. 'articles:' .. topic, old[1])
  end
end

-- Of equal times, the place sorts by the order of claims.
local number = next_number('claims')
local place = string.format('%016.0f', number) .. id
call('HSET', key, 'article', ARGV[5], 'matches', ARGV[6], 'topics', topics, 'place', place, 'nonce', nonce)
call('ZADD', P .. 'articles', at, place)
call('ZADD', P .. 'claimed', number, id)
for i = 9, #ARGV do
  call('ZADD', P .. 'articles:' .. ARGV[i], at, place)
end
if #ARGV > 8 then
  call('ZADD', P .. 'outbox', 'NX', number, id)
  call('HSET', P .. 'entry:' .. id, 'topics', topics, 'after', '')
  if call('HSETNX', P .. 'entry:' .. id, 'chunk', 0) == 0 then
    call('HINCRBY', P .. 'entry:' .. id, 'chunk', 1) -- what is under way for the old topics is void
  end
end
return 1
