-- Seen items are packed: 8 bytes of a key's hash are a field of a small hash,
-- which Redis keeps as one compact list. The 4 bytes before them choose the
-- bucket. A period has 1,024 buckets, and when they hold 200 items each, a
-- next level of four times as many takes what comes, and so on: a bucket is
-- never so large that it is unpacked, nor so small that it costs more than
-- its items.
local FIRST, FULL = 1024, 200

-- A period is thirty days on which something is looked up. A day ends with the
-- first lookup after 24 hours, however much later that comes: a time in which
-- nobody looks anything up does not count, nor how far a clock leaps. One that was
-- set back ends no day before it has caught up, or gone on for a day from where it
-- is. ARGV[1] is now, empty for the server's time.
local DAY, DAYS = 24 * 3600 * 1000000, 30

-- last_period returns the last period of which something is kept, by which the server
-- goes on that has lost which is the present one. Even those that were numbered by the
-- calendar (upgrade.lua) come to LAST in 2134.
local LAST = 2000
local function last_period()
  for number = LAST, 2, -1 do
    if call('EXISTS', P .. 'seen:' .. number) == 1 then
      return number
    end
  end
  return 1
end

-- turn returns the number of the present period. If the day is another than at the
-- last lookup, it begins, and maybe the period too, once remember says so.
local turned
local function turn(now)
  local at = call('HMGET', P .. 'seen:present', 'period', 'day', 'since', 'back')
  local period, day, since, back = tonumber(at[1] or last_period()), tonumber(at[2] or 0), tonumber(at[3] or 0), tonumber(at[4] or 0)
  if now >= since + DAY then
    day, since, back = day + 1, now, 0
  elseif now >= since then
    if back == 0 then
      return period
    end
    back = 0
  elseif back == 0 or now < back then -- the clock was set back
    back = now
  elseif now >= back + DAY then -- for good
    since, back = now, 0
  else
    return period
  end
  if day > DAYS then
    period, day = period + 1, 1
  end
  turned = { 'period', period, 'day', day, 'since', string.format('%.0f', since), 'back', string.format('%.0f', back) }
  return period
end

local function period_of(number)
  local key = P .. 'seen:' .. number
  return { key = key, size = tonumber(call('HGET', key, 'size') or 0) }
end

-- The periods in which a key counts as seen, the present one first.
local number = turn(present(ARGV[1]))
local periods = { period_of(number), period_of(number - 1) }

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
  call('HSET', bucket(now, level(now.size), hash), hash:sub(5), '')
  now.size = now.size + 1
  added = added + 1
  if moved then
    carried = carried + 1
  end
end

local function note_day()
  even_when_full()
  call('HSET', P .. 'seen:present', unpack(turned))
end

-- remember writes down how many hashes were put, and which day it is. On a server
-- that takes no writes, the next lookup says which.
local function remember()
  local key = periods[1].key
  if turned then
    pcall(note_day)
  end
  if added > 0 then
    call('HINCRBY', key, 'size', added)
  end
  if carried > 0 then
    call('HINCRBY', key, 'moved', carried)
  end
end

local function carry(hash)
  even_when_full()
  put(hash, true)
end

-- seen tells whether a hash has been seen, and carries it into the present
-- period, so that what is looked up is not forgotten; where the server takes no
-- writes, the next lookup does.
local function seen(hash)
  if has(periods[1], hash) then
    return true
  end
  if has(periods[2], hash) then
    pcall(carry, hash)
    return true
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
