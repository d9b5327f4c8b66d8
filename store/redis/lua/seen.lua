-- Seen items are packed: 8 bytes of a key's hash are a field of a small hash,
-- which Redis keeps as one compact list. The 4 bytes before them choose the
-- bucket. A period has 1,024 buckets, and when they hold 200 items each, a
-- next level of four times as many takes what comes, and so on: a bucket is
-- never so large that it is unpacked, nor so small that it costs more than
-- its items.
local FIRST, FULL, KEEP = 1024, 200, 62 * 24 * 3600

-- The periods in which a key counts as seen, the present one first.
local periods = {}
for p in ARGV[1]:gmatch('%d+') do
  periods[#periods + 1] = { key = P .. 'seen:' .. p, size = tonumber(call('HGET', P .. 'seen:' .. p, 'size') or 0) }
end

-- level returns the level that takes the next item of a period of that size.
local function level(size)
  local l, room = 0, FIRST * FULL
  while size >= room do
    l = l + 1
    room = room + FIRST * FULL * 4 ^ l
  end
  return l
end

local function bucket(period, l, hash)
  return period.key .. ':' .. l .. ':' .. string.format('%.0f', struct.unpack('>I4', hash) % (FIRST * 4 ^ l))
end

local function has(period, hash)
  if period.size == 0 then
    return false
  end
  for l = level(period.size), 0, -1 do
    if call('HEXISTS', bucket(period, l, hash), hash:sub(5)) == 1 then
      return true
    end
  end
  return false
end

-- put adds a hash to the present period, where it is not yet. Moved ones are
-- counted, as they stand in two. The script must end with remember.
local added, carried = 0, 0
local function put(hash, moved)
  local now = periods[1]
  local b = bucket(now, level(now.size), hash)
  call('HSET', b, hash:sub(5), '')
  if call('HLEN', b) == 1 then
    call('EXPIRE', b, KEEP)
  end
  now.size = now.size + 1
  added = added + 1
  if moved then
    carried = carried + 1
  end
end

-- remember writes down how many hashes were put.
local function remember()
  local now = periods[1]
  if added > 0 then
    call('HINCRBY', now.key, 'size', added)
  end
  if carried > 0 then
    call('HINCRBY', now.key, 'moved', carried)
  end
  if added > 0 and now.size == added then
    call('EXPIRE', now.key, KEEP)
  end
end

-- seen tells whether a hash has been seen, and carries it into the present
-- period, so that what is looked up is not forgotten.
local function seen(hash)
  if has(periods[1], hash) then
    return true
  end
  for i = 2, #periods do
    if has(periods[i], hash) then
      put(hash, true)
      return true
    end
  end
  return false
end

-- hashes returns the hashes that stand in a string one after the other.
local function hashes(s)
  local list = {}
  for i = 1, #s, 12 do
    list[#list + 1] = s:sub(i, i + 11)
  end
  return list
end
