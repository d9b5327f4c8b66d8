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

-- A store has an epoch from its beginning, and gets a new one with whatever is
-- done to all of it (epoch.go). Whoever knows another one, or finds none, must
-- write nothing more.
if KEYS[2] then
  local epoch = call('GET', P .. 'epoch')
  if epoch ~= KEYS[2] then
    return redis.error_reply('STALE ' .. (epoch or call('EXISTS', P .. 'version') == 1 and 'unnamed' or ''))
  end
end

-- even_when_full lets the writes of a script pass on a server that is out of
-- memory. Whether they may is asked before the first of them, if it could take
-- memory; DEL takes none, and what it would delete is never there. What sends,
-- frees and looks up calls this before it writes; what brings more in does not.
local function even_when_full()
  call('DEL', P)
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

-- number_after returns a number that is greater than the last one of its kind,
-- and that none ever had: a server that lost its end has forgotten which numbers
-- it gave last, while those who got them go on. So it is the server's time, in
-- microseconds, unless the last one is ahead of that: less than 2^52, from which
-- on edits are placed (lane.lua), until the year 2112.
local function number_after(last)
  local t = call('TIME')
  return string.format('%.0f', math.max(tonumber(last or 0) + 1, t[1] * 1000000 + t[2]))
end

-- next_number returns the next number of a kind, whose last one a key holds.
local function next_number(kind)
  local number = number_after(call('GET', P .. kind))
  call('SET', P .. kind, number)
  return number
end

-- fenced tells whether a newer token of a lease than this one was handed out.
local function fenced(lease, token)
  return tonumber(token) < tonumber(call('HGET', P .. 'lease:' .. lease, 'token') or 0)
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

local function stopped(chat)
  return call('HGET', P .. 'chat:' .. chat, 'state') == 'stopped'
end
