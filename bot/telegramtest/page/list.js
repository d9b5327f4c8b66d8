// The side: who is played, and their chats.

import {$, make, renew, face, isolated, icon} from './dom.js'
import {state, me, titleOf, nameOf, sorted, unread, gist, event, isMine, sees, draftOf} from './state.js'
import {act} from './server.js'
import {words, lately} from './words.js'
import {badge} from './pane.js'
import {ask, menu, toast} from './window.js'

/** showList brings the side to what the state holds. `go` opens a chat, `be`
 * plays another user. */
export function showList(go, be) {
  showMe(be)
  const newest = chat => sorted(chat).at(-1)
  const time = chat => Date.parse(newest(chat)?.sent_at || 0)
  const chats = [...state.chats.values()].sort((a, b) => time(b) - time(a) || (b.kind === 'private') - (a.kind === 'private') || b.id - a.id)
  const own = chats.filter(sees), others = chats.filter(chat => !sees(chat))
  const focused = document.activeElement?.dataset?.chat
  $('chats').setAttribute('aria-label', words.chats)
  renew($('chats'), ...own.map(chat => entry(chat, newest(chat), go)),
    ...(others.length ? [make('h2', {textContent: words.others, dir: 'auto'}), ...others.map(chat => entry(chat, null, go))] : []))
  if (focused) $('chats').querySelector(`[data-chat="${CSS.escape(focused)}"]`)?.focus()
  $('new').title = words.newChat
  $('new').setAttribute('aria-label', words.newChat)
  $('new').onclick = () => menu($('new'), creations(go, be))
  const all = own.reduce((sum, chat) => sum + unread(chat), 0)
  document.title = (all ? `(${all}) ` : '') + state.bot.name
}

function showMe(be) {
  const user = me()
  const who = user ? user.name : words.newUser
  $('me').dataset.user = user?.id || 0
  renew($('me'), face(who, user?.id || 0),
    make('span', {className: 'about'}, make('small', {textContent: words.youAre, dir: 'auto'}), make('b', {dir: 'auto', textContent: who})),
    user?.note && make('span', {className: 'role', textContent: user.note}), icon('down'))
  $('me').title = words.switchUser
  $('me').onclick = () => menu($('me'), [
    ...state.users.map(each => ({checked: each.id === state.me, act: () => be(each.id), content: make('span', {className: 'person'},
      face(each.name, each.id, true), make('span', {dir: 'auto'}, isolated(each.name)), make('small', {textContent: [each.note, each.language_code].filter(Boolean).join(' · ')}))})),
    {label: words.newUser, act: () => makeUser(be)},
  ])
}

/** entry is a chat with its newest message. */
function entry(chat, m, go) {
  const title = titleOf(chat), open = chat.id === state.chat
  const begun = !open && draftOf(chat, 0).text.trim()
  return make('button', {type: 'button', className: 'entry', attrs: {'data-chat': chat.id, 'aria-current': open ? 'true' : undefined}, on: {click: () => go(chat.id)}},
    face(title, chat.kind === 'private' ? state.bot.id : chat.id),
    make('span', {className: 'top'}, make('b', {dir: 'auto', textContent: title}), kind(chat), m ? make('time', {textContent: lately(new Date(m.sent_at))}) : ''),
    make('span', {className: 'below'}, begun ? draft(begun) : m ? last(chat, m) : make('span', {className: 'gist'}), badge(unread(chat))))
}

const kind = chat => chat.kind === 'private' ? make('small', {textContent: words.bot}) : chat.forum ? make('small', {textContent: words.forum})
  : make('small', {textContent: chat.kind === 'channel' ? words.channel : words.group})

/** draft is what the user began to write, in one line. */
const draft = text => make('span', {className: 'gist', dir: 'auto'}, make('b', {className: 'draft'}, isolated(words.draft), ': '), text)

/** last is the newest message in one line. */
function last(chat, m) {
  if (m.service) {
    const [pattern, values] = event(chat, m)
    return make('span', {className: 'gist', dir: 'auto'}, pattern.replace(/\{(\w+)\}/g, (_, name) => `\u2068${values[name]}\u2069`))
  }
  const who = isMine(chat, m) ? words.you : chat.kind === 'group' || chat.kind === 'supergroup' ? nameOf(m.from) : ''
  return make('span', {className: 'gist', dir: 'auto'}, who ? make('b', {}, isolated(who), ': ') : '', gist(m))
}

function creations(go, be) {
  const chat = (label, action, more = {}) => ({label, act: async () => {
    const given = await ask(label, [{name: 'title', label: words.title}])
    if (!given?.title) return
    try { go((await act(action, {title: given.title, owner: state.me, ...more})).id) } catch (error) { toast(error.message) }
  }})
  return [
    {label: words.newUser, act: () => makeUser(be)},
    ...(me() ? [chat(words.newGroup, 'group', {bot: 'member'}), chat(words.newForum, 'supergroup', {bot: 'administrator', topics: ['#1']}), chat(words.newChannel, 'channel', {bot: 'administrator'})] : []),
  ]
}

async function makeUser(be) {
  const given = await ask(words.newUser, [{name: 'name', label: words.name}, {name: 'language_code', label: words.language}])
  if (!given?.name) return
  try { be((await act('user', given)).id) } catch (error) { toast(error.message) }
}
