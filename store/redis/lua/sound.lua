-- What the scripts share that look for contradictions: a list that lacks what
-- stands elsewhere, or names what does not, or a number that is wrong. ARGV: now, a
-- kind of keys, which is what their names begin with, and of each key the rest of
-- its name and a cursor, 0 at first. They go through the keys one after the other
-- until they have looked at enough, and change nothing.
local now, ENOUGH = tonumber(ARGV[1]), 1000
local faults, counted, looked = {}, {}, 0

-- fault notes a contradiction: a sentence, and what it says of what. In it %c stands
-- for a chat or a user as its code, %q for a text, %d for a number.
local function fault(...)
  faults[#faults + 1] = { ... }
end

-- tally counts one of what the field of a hash is to count.
local function tally(key, field)
  counted[#counted + 1] = { key, field }
end

local function score(key, member)
  return tonumber(call('ZSCORE', P .. key, member))
end

local function has(key, field)
  return call('HEXISTS', P .. key, field) == 1
end

local function exists(key)
  return call('EXISTS', P .. key) == 1
end

local function in_set(key, member)
  return call('SISMEMBER', P .. key, member) == 1
end

-- decoded returns what a text says as JSON, and nothing if it is none.
local function decoded(text)
  local is, value = pcall(cjson.decode, text)
  return is and value or nil
end

-- same tells whether two values of JSON are the same.
local function same(a, b)
  if type(a) ~= 'table' or type(b) ~= 'table' then
    return a == b
  end
  for k, v in pairs(a) do
    if not same(v, b[k]) then
      return false
    end
  end
  for k in pairs(b) do
    if a[k] == nil then
      return false
    end
  end
  return true
end

-- legibly calls a function for a key. If what is there is not of the form that all of
-- its kind have, that is a fault as well.
local function legibly(f, name, ...)
  local is, answer = pcall(f, name, ...)
  if is then
    return answer
  end
  fault('what stands at %q, or where that leads to, cannot be read', ARGV[2] .. name)
end

-- members looks at some of the members of a key, and returns the next cursor.
local function members(name, cursor, kind)
  local page = call(kind.scan, P .. ARGV[2] .. name, cursor, 'COUNT', 300)
  local width = kind.scan == 'SSCAN' and 1 or 2
  for i = 1, #page[2], width do
    legibly(kind.each, name, page[2][i], width == 2 and page[2][i + 1])
  end
  looked = looked + #page[2] / width
  return page[1]
end

-- look goes through the keys. What is asked of each kind are functions: whole gets
-- the rest of the key's name, and each that with a member and its score or value,
-- as scan, a command, returns them. A kind that is gone through otherwise has step: it
-- gets the rest of the name and a cursor, and returns the next one, or nothing at the
-- end. What looks at more than its key adds that to looked. It returns the faults, what
-- was counted, and the names and cursors that are left.
local function look(kinds)
  local kind, left = kinds[ARGV[2]], {}
  for i = 3, #ARGV, 2 do
    local name, cursor = ARGV[i], ARGV[i + 1]
    if looked >= ENOUGH then
      left[#left + 1] = name
      left[#left + 1] = cursor
    else
      looked = looked + 1
      if kind.whole and cursor == '0' then
        legibly(kind.whole, name)
      end
      local step = kind.step or kind.each and members
      if step then
        cursor = legibly(step, name, cursor, kind) or '0'
        if cursor ~= '0' then
          left[#left + 1] = name
          left[#left + 1] = cursor
        end
      end
    end
  end
  return { faults, counted, left }
end
