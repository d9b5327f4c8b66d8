// The page's beginning and its way round: what the address names is open, what
// the server tells is shown.
//
//	app.js       this: address → user, chat, topic; events → state → page
//	server.js    actions, files; stream.js the stream of events
//	state.js     what the user sees, and what they have read
//	list.js      the side: who is played, the chats
//	pane.js      the open chat: head, topics, pinned message, what one can do
//	log.js       its messages, kept in place
//	message.js   a message → its bubble; text.js its text with entities
//	composer.js  where one writes
//	window.js    toasts, windows, menus, photos
//	words.js     words (words.*.js), dates and numbers in the user's language
//	dom.js       elements

import {$} from './dom.js'
import {state, tell, me, openChat} from './state.js'
import {listen} from './server.js'
import {speak} from './words.js'
import {showList} from './list.js'
import {showPane} from './pane.js'

/** go opens a chat, and a topic of it; no chat is the list, on a phone. */
function go(chat, thread = 0) { location.hash = [state.me, chat || '', thread || ''].join('/').replace(/\/+$/, '') }

/** be plays another user, in the same chat if they see it too. */
function be(user) { location.hash = state.chat && state.chat !== state.me ? `${user}/${state.chat}` : `${user}/${innerWidth > 760 ? user : ''}` }

let begun = false

/** named returns what the address names: #user/chat/topic. */
function named() {
  const [user, chat, thread] = location.hash.slice(1).split('/').map(Number)
  return {me: user || 0, chat: chat || 0, thread: thread || 0}
}

/** follow opens what the address names. */
function follow() {
  const place = named(), other = state.me !== place.me || !begun
  Object.assign(state, place)
  $('app').dataset.shows = state.chat ? 'chat' : 'list'
  if (!other) return show()
  begun = true
  state.chats.clear()
  listen(state.me, event => { tell(event); if (!strayed(event)) show() }, connected => { state.connected = connected; show() })
}

/** strayed leads back from a user, chat or topic that an event shows not to be
 * there. What was only just made is not told of yet; and where the address
 * names another place already, follow is on its way there. */
function strayed(event) {
  const chat = openChat(), place = named()
  if (Object.keys(place).some(part => place[part] !== state[part])) return true
  if (!me() && state.users.length) be(state.users[0].id)
  else if (me() && state.chat && !chat && (event.whole || event.gone)) go(innerWidth > 760 ? state.me : 0)
  else if (state.thread && event.chats?.some(each => each.id === state.chat) && !chat.topics?.some(topic => topic.id === state.thread)) go(state.chat)
  else return false
  return true
}

function show() {
  if (!state.bot.id) return // nothing is told yet
  speak(me()?.language_code)
  showPane(go, show)
  showList(go, be)
}

addEventListener('hashchange', follow)
document.addEventListener('visibilitychange', () => { if (!document.hidden) show() })
document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && event.target.tagName !== 'TEXTAREA' && !document.querySelector('dialog[open], [popover]:popover-open')) go(0)
})
follow()
