-- Looks for contradictions among chats, what they chose, guests and notes
-- (sound.lua).
local kinds = {}

kinds['chat:'] = { whole = function(chat)
  local settings = call('HGET', P .. 'chat:' .. chat, 'settings') or ''
  if not exists('chat:' .. chat) then
    return
  end
  if not in_set('chats', chat) then
    fault('chat %c is there, but not among the chats', chat)
  end
  local chosen = settings ~= '' and decoded(settings) or {}
  local mutes = call('HGET', P .. 'mutes', chat)
  if not same(chosen.mutes, mutes and decoded(mutes) or nil) then
    fault('what chat %c mutes is not what its settings say', chat)
  end
end }

kinds['chats'] = { scan = 'SSCAN', each = function(_, chat)
  if not exists('chat:' .. chat) then
    fault('chat %c is among the chats, but is not there', chat)
  end
end }

-- The roster is made anew when its size is another than that of the chats.
kinds['roster'] = { scan = 'ZSCAN', each = function(_, chat)
  if call('ZCARD', P .. 'roster') == call('SCARD', P .. 'chats') and not in_set('chats', chat) then
    fault('chat %c is on the roster, but not among the chats', chat)
  end
end }

kinds['mutes'] = { scan = 'HSCAN', each = function(_, chat)
  if not exists('chat:' .. chat) then
    fault('chat %c mutes something, but is not there', chat)
  end
end }

-- filter_of returns a subscription's filter by its options, nothing if it has none.
local function filter_of(options)
  return (options ~= '' and decoded(options) or {}).filter
end

kinds['subscriptions:'] = { scan = 'HSCAN', each = function(chat, field, value)
  local place, topic = chat .. field:sub(1, 16), field:sub(17)
  tally('counts', 'subscriptions')
  local config, since, options = assert(parse(value))
  if (score('subscribers:' .. topic, place) == nil) ~= stopped(chat) then
    fault(stopped(chat) and 'chat %c has been stopped, but is among the subscribers of topic %q'
      or 'chat %c is not among the subscribers of topic %q', chat, topic)
  end
  local filter = call('HGET', P .. 'filters:' .. topic, place)
  if not same(filter_of(options), filter and decoded(filter) or nil) then
    fault('the filter of chat %c for topic %q is not what its subscription says', chat, topic)
  end
  if (call('HGET', P .. 'config', chat .. field) or '') ~= (config == '1' and since .. options or '') then
    fault('whether the configuration subscribes chat %c to topic %q is said in two ways', chat, topic)
  end
end }

local function subscribed(text)
  return function(topic, place)
    if not has('subscriptions:' .. place:sub(1, 16), place:sub(17) .. topic) then
      fault(text, place:sub(1, 16), topic)
    end
  end
end

kinds['subscribers:'] = { scan = 'ZSCAN', each = subscribed('chat %c is among the subscribers of topic %q, but does not subscribe to it') }
kinds['filters:'] = { scan = 'HSCAN', each = subscribed('chat %c has a filter for topic %q, but does not subscribe to it') }
kinds['config'] = { scan = 'HSCAN', each = function(_, field)
  if not has('subscriptions:' .. field:sub(1, 16), field:sub(17)) then
    fault('the configuration subscribes chat %c to topic %q, but the chat does not subscribe to it', field:sub(1, 16), field:sub(33))
  end
end }

kinds['watches'] = { scan = 'HSCAN', each = function(_, id, value)
  local chat = value:sub(1, 16)
  if not in_set('watches:' .. chat, id) then
    fault('watch %q is not among those of chat %c', id, chat)
  end
  if not score('changes', id) then
    fault('watch %q is not among the changes of watches', id)
  end
end }
kinds['watches:'] = { scan = 'SSCAN', each = function(chat, id)
  local value = call('HGET', P .. 'watches', id)
  if not value or value:sub(1, 16) ~= chat then
    fault('chat %c lists watch %q, which is not there or not its own', chat, id)
  end
end }
kinds['changes'] = { scan = 'ZSCAN', each = function(_, id, revision)
  local last = call('GET', P .. 'revisions') or '0'
  if tonumber(revision) > tonumber(last) then
    fault('the change of watch %q is number %d, but the last is %d', id, revision, last)
  end
end }

kinds['votes:'] = { scan = 'HSCAN', each = function(name, user, vote)
  local chat, article = name:sub(1, 16), name:sub(17)
  if not in_set('voter:' .. user, name) then
    fault('the vote of user %c on article %q in chat %c is not among the user\'s', user, article, chat)
  end
  if not in_set('voted:' .. chat, article) then
    fault('article %q has votes in chat %c, but is not among those that have', article, chat)
  end
  local up = vote:sub(1, 1) == '1' and 'u' or 'd'
  for topic, terms in pairs(decoded(vote:match(' (.*)$')) or {}) do
    tally('approvals', up .. topic)
    for _, term in ipairs(terms) do
      tally('approvals:' .. topic, up .. term)
    end
  end
end }
kinds['voted:'] = { scan = 'SSCAN', each = function(chat, article)
  if not exists('votes:' .. chat .. article) then
    fault('chat %c lists article %q as one with votes, which has none', chat, article)
  end
end }
kinds['voter:'] = { scan = 'SSCAN', each = function(user, name)
  if not has('votes:' .. name, user) then
    fault('user %c is said to have voted on article %q in chat %c', user, name:sub(17), name:sub(1, 16))
  end
end }

kinds['guests'] = { scan = 'ZSCAN', each = function(_, id)
  if not exists('guest:' .. id) then
    fault('guest %c is among the guests, but is not there', id)
  end
end }
kinds['guest:'] = { whole = function(id)
  if exists('guest:' .. id) and not score('guests', id) then
    fault('guest %c is there, but not among the guests', id)
  end
end }
kinds['invitations'] = { scan = 'SSCAN', each = function(_, id)
  if not exists('invitation:' .. id) then
    fault('an invitation is listed that is not there')
  end
end }
kinds['invitation:'] = { whole = function(id)
  if exists('invitation:' .. id) and not in_set('invitations', id) then
    fault('an invitation is there that is not listed')
  end
end }

-- A note that expires may be in one place a while longer than in the other.
local DAY = 24 * 3600 * 1000000
kinds['note:'] = { whole = function(name)
  local note = call('GET', P .. 'note:' .. name)
  if not note then
    return
  end
  local chat, expires = note:sub(1, 16), tonumber(note:match('^(%-?%d+) ', 17))
  if (expires == 0 or expires > now + DAY) and not score('notes:' .. chat, name) then
    fault('note %q is not among those of chat %c', name, chat)
  end
end }
kinds['notes:'] = { scan = 'ZSCAN', each = function(chat, name, expires)
  local note = call('GET', P .. 'note:' .. name)
  if not note and tonumber(expires) > now + DAY or note and note:sub(1, 16) ~= chat then
    fault('chat %c lists note %q, which is not there or not its own', chat, name)
  end
end }

return look(kinds)
