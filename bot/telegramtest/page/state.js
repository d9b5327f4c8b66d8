// What the played user sees, as the server told it, and how far they read.

import {words} from './words.js'

export const state = {
  me: 0, chat: 0, thread: 0, connected: true,
  bot: {id: 0, name: '', username: ''},
  users: [],
  chats: new Map(), // by ID: the chat, with its messages by ID
}

/** tell takes in an event of the server. */
export function tell(event) {
  if (event.whole) state.chats.clear()
  if (event.bot) state.bot = event.bot
  if (event.users) state.users = event.users
  for (const id of event.gone || []) state.chats.delete(id)
  for (const chat of event.chats || []) {
    state.chats.set(chat.id, {...chat, messages: state.chats.get(chat.id)?.messages || new Map()})
  }
  for (const [id, messages] of Object.entries(event.messages || {})) {
    for (const message of messages) state.chats.get(Number(id)).messages.set(message.id, message)
  }
  for (const [id, removed] of Object.entries(event.removed || {})) {
    for (const message of removed) state.chats.get(Number(id)).messages.delete(message)
  }
}

export const me = () => state.users.find(user => user.id === state.me)
export const openChat = () => state.chats.get(state.chat)
export const inside = role => ['creator', 'administrator', 'member', 'restricted'].includes(role)
export const leads = role => ['creator', 'administrator'].includes(role)
export const isMine = (chat, m) => m.from === state.me
export const sees = chat => chat.kind === 'private' || inside(chat.role)

/** nameOf returns the name of a user, the bot or a chat. */
export function nameOf(id) {
  if (id === state.bot.id) return state.bot.name
  return state.users.find(user => user.id === id)?.name || state.chats.get(id)?.title || '…'
}

export const titleOf = chat => chat.kind === 'private' ? state.bot.name : chat.title

/** sorted returns a chat's messages, oldest first; of one topic if it is a
 * forum and one is named. */
export function sorted(chat, thread) {
  const messages = [...chat.messages.values()].sort((a, b) => a.id - b.id)
  return thread === undefined || !chat.forum ? messages : messages.filter(m => topicOf(chat, m) === thread)
}

/** topicOf returns the topic a message stands in, zero for the general one. */
export const topicOf = (chat, m) => chat.topics?.some(topic => topic.id === m.thread) ? m.thread : 0

const readKey = (chat, thread) => `read ${state.me} ${chat.id} ${thread}`

/** readTo returns the ID up to which the user has read: what they answered they
 * did read. A mark beyond all messages is another server's. */
export function readTo(chat, thread) {
  let mark = 0
  try { mark = Number(localStorage.getItem(readKey(chat, chat.forum ? thread : 0))) } catch { /* nothing is kept */ }
  if (mark > Math.max(0, ...chat.messages.keys())) mark = 0
  return Math.max(mark, sorted(chat, thread).findLast(m => isMine(chat, m))?.id || 0)
}

/** markRead notes that the user has read a chat or topic up to a message, and
 * tells whether that is news. */
export function markRead(chat, thread, id) {
  if (id <= readTo(chat, thread)) return false
  try { localStorage.setItem(readKey(chat, chat.forum ? thread : 0), id) } catch { return false }
  return true
}

const drafts = new Map()

/** draftOf returns what the user is writing in a chat or topic, which stays
 * while they look elsewhere: {text, reply, edit}, with the IDs of the message
 * that it replies to and of the one that it changes. */
export function draftOf(chat, thread) {
  const key = [state.me, chat.id, chat.forum ? thread : 0].join(' ')
  if (!drafts.has(key)) drafts.set(key, {text: '', reply: 0, edit: 0})
  return drafts.get(key)
}

/** unread counts what others wrote since. */
export function unread(chat, thread) {
  if (chat.forum && thread === undefined) {
    return [0, ...(chat.topics || []).map(topic => topic.id)].reduce((sum, topic) => sum + unread(chat, topic), 0)
  }
  const mark = readTo(chat, thread || 0)
  return sorted(chat, thread).filter(m => m.id > mark && !isMine(chat, m) && !m.service).length
}

/** gist returns a message in one line, as the list of chats and replies do. */
export function gist(m) {
  const text = (m.text || '').trim().replace(/\s*\n\s*/g, ' ').slice(0, 160)
  if (!m.file) return text
  const kind = m.file.kind === 'photo' ? `🖼 ${text || words.photo}` : `📎 ${m.file.name || words.file}`
  return m.file.kind === 'photo' || !text ? kind : `${kind} ${text}`
}

/** event returns a service message as a pattern and what stands in it. */
export function event(chat, m) {
  const s = m.service, who = nameOf(m.from)
  const other = id => ({who, other: nameOf(id)})
  if (s.joined) return s.joined === m.from ? [words.joined, {who}] : [words.added, other(s.joined)]
  if (s.left) return s.left === m.from ? [words.left, {who}] : [words.removed, other(s.left)]
  if (s.topic_made) return [words.topicMade, {who, name: s.topic_made}]
  if (s.topic_closed) return [words.topicClosedBy, {who}]
  if (s.topic_reopened) return [words.topicReopened, {who}]
  if (s.topic_renamed) return [words.topicRenamed, {who, name: s.topic_renamed}]
  if (s.pinned) {
    const pinned = chat.messages.get(s.pinned)
    return pinned ? [words.pinnedBy, {who, name: [...gist(pinned)].slice(0, 40).join('')}] : [words.pinnedGone, {who}]
  }
  return [words.migrated, {}]
}
