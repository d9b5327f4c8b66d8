-- Looks for contradictions among articles, the outbox, jobs and what was seen
-- (sound.lua).
local kinds = {}

-- stands tells whether an article stands at a place of the archive.
local function stands(place)
  return call('HGET', P .. 'article:' .. place:sub(17), 'place') == place
end

local function topics_of(id)
  return decoded(call('HGET', P .. 'article:' .. id, 'topics')) or {}
end

kinds['article:'] = { whole = function(id)
  local place = call('HGET', P .. 'article:' .. id, 'place')
  if not place then
    return
  end
  local at = score('articles', place)
  if not at then
    fault('article %q is not in the archive', id)
  end
  for _, topic in ipairs(topics_of(id)) do
    if score('articles:' .. topic, place) ~= at then
      fault('article %q is not at its time among those of topic %q', id, topic)
    end
  end
end }

kinds['articles'] = { scan = 'ZSCAN', each = function(_, place)
  if not stands(place) then
    fault('the archive lists article %q, which is not there', place:sub(17))
  end
end }

kinds['articles:'] = { scan = 'ZSCAN', each = function(topic, place)
  local id = place:sub(17)
  if not stands(place) then
    fault('topic %q lists article %q, which is not there', topic, id)
    return
  end
  for _, own in ipairs(topics_of(id)) do
    if own == topic then
      return
    end
  end
  fault('topic %q lists article %q, which is not of it', topic, id)
end }

-- That an article is not listed by its claim is none: whoever reads the list
-- completes it first.
kinds['claimed'] = { scan = 'ZSCAN', each = function(_, id, number)
  local place, last = call('HGET', P .. 'article:' .. id, 'place'), call('GET', P .. 'claims') or '0'
  if not place or tonumber(place:sub(1, 16)) ~= tonumber(number) then
    fault('claim %d is listed as that of article %q, but is not', number, id)
  elseif tonumber(number) > tonumber(last) then
    fault('article %q has the number %d, but the last claim is %d', id, number, last)
  end
end }

-- listed makes a kind of which each member must be in another key.
local function listed(scan, elsewhere, text)
  return { scan = scan, each = function(_, member)
    if not elsewhere(member) then
      fault(text, member)
    end
  end }
end

local function scheduled(key) return score('jobs', key) end

kinds['outbox'] = listed('ZSCAN', function(id) return exists('entry:' .. id) end, 'the outbox lists article %q, of which it has no entry')
kinds['entry:'] = { whole = function(id)
  if exists('entry:' .. id) and not score('outbox', id) then
    fault('the outbox has an entry of article %q, but does not list it', id)
  end
end }
kinds['jobs'] = listed('ZSCAN', function(key) return has('work', key) end, 'job %q is due, but what is to be done is not there')
kinds['work'] = listed('HSCAN', scheduled, 'job %q is there, but is never due')
kinds['late'] = listed('HSCAN', scheduled, 'job %q is far ahead, but is never due')

-- Keys of periods that are looked up no more go, a few at a time. The buckets of one
-- are counted in steps, whose cursor is how many were gone through and what they hold;
-- that is judged if nothing was added meanwhile.
kinds['seen:'] = { step = function(name, cursor)
  local number, bucket = name:match('^(%d+)(:?)')
  local present = tonumber(call('HGET', P .. 'seen:present', 'period') or 0)
  if not number or tonumber(number) < present - 1 then
    return
  end
  local key = P .. 'seen:' .. number
  local size = tonumber(call('HGET', key, 'size') or 0)
  if bucket ~= '' then
    if size == 0 then
      fault('something of period %d was seen, but its number is not there', number)
    end
    return
  end
  local at, n, was = cursor:match('^(%d+) (%d+) (%d+)$')
  at, n, was = tonumber(at or 0), tonumber(n or 0), tonumber(was or size)
  if was ~= size then
    return
  end
  local last, first, room, l, buckets = at + ENOUGH, 0, size, 0, 1024 -- as in seen.lua
  while room > 0 and at < last do
    while at < math.min(first + buckets, last) do
      n, at, looked = n + call('HLEN', key .. ':' .. l .. ':' .. at - first), at + 1, looked + 1
    end
    if at >= first + buckets then
      first, room, l, buckets = first + buckets, room - buckets * 200, l + 1, buckets * 4
    end
  end
  if room > 0 then
    return string.format('%.0f %.0f %.0f', at, n, size)
  elseif n ~= size then
    fault('the count of what was seen in period %d is %d, but there are %d', number, size, n)
  end
end }

return look(kinds)
