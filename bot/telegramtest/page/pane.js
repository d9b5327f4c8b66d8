// The open chat: its head, topics, pinned message, messages and composer.

import {$, make, renew, tool, icon, face, isolated} from './dom.js'
import {state, openChat, titleOf, leads, inside, sees, sorted, unread, readTo, markRead, gist, isMine} from './state.js'
import {act} from './server.js'
import {words, number, counted} from './words.js'
import {Log} from './log.js'
import {Composer} from './composer.js'
import {toast, alertWindow, ask, menu} from './window.js'

/** The pane of the chat that is open, if one is. */
let shown = null

/** showPane brings the pane to what the state holds. `go` opens a chat, `show`
 * is for when more of it was read. */
export function showPane(go, show) {
  const chat = openChat()
  const onTabs = document.activeElement?.role === 'tab'
  const key = chat && [state.me, chat.id, chat.forum ? state.thread : 0, document.documentElement.lang, sees(chat)].join(' ')
  if (!chat) {
    shown = null
    const nothing = state.users.length ? words.pick : words.nobody
    return $('pane').replaceChildren(make('p', {className: 'pick'}, make('span', {className: 'chip', textContent: nothing, dir: 'auto'})))
  }
  if (shown?.key !== key) {
    shown = build(key, chat, go, show)
    $('pane').replaceChildren(shown.head, shown.tabs, shown.pinned, shown.log.element, shown.composer.element)
  }
  fillHead(shown.head, chat, go)
  fillTabs(shown.tabs, chat, go)
  fillPinned(shown.pinned, chat)
  shown.composer.update(chat)
  shown.log.update(chat)
  if (read()) fillTabs(shown.tabs, chat, go)
  if (onTabs && !shown.tabs.contains(document.activeElement)) shown.tabs.querySelector('[aria-selected=true]')?.focus() // it was drawn anew
}

/** read notes what the user sees of the open chat, and tells whether that is
 * more than before. */
function read() {
  const chat = openChat()
  return !document.hidden && Boolean(chat && shown) && markRead(chat, state.thread, shown.log.seen())
}

function build(key, chat, go, show) {
  const acts = {...actsOf(go), read: () => { if (read()) show() }}
  return {
    key, log: new Log(acts, unread(chat, state.thread) ? readTo(chat, state.thread) : Infinity), composer: new Composer(chat, acts),
    head: make('header', {className: 'head'}), tabs: make('div', {className: 'tabs', attrs: {role: 'tablist'}}),
    pinned: make('button', {type: 'button', className: 'pinned'}),
  }
}

/** actsOf returns what the user can do in the open chat. */
function actsOf(go) {
  const here = () => ({user: state.me, chat: state.chat})
  const attempt = async (action, fields) => {
    try { return await act(action, fields) } catch (error) { toast(error.status === 504 ? words.noAnswer : error.message) }
  }
  const acts = {
    do: (action, fields) => attempt(action, {user: state.me, ...fields}),
    say: (text, more = {}, action = 'say') => {
      shown?.log.toEnd()
      return attempt(action, {...here(), text: text || undefined, thread: openChat().forum ? state.thread : 0, ...more})
    },
    react: (m, emoji) => attempt('react', {...here(), message: m.id, emoji}),
    jump: id => shown.log.jump(id),
    press: (m, button) => press(attempt, here, acts, m, button),
    follow: to => follow(to, acts, go),
    more: (m, anchor) => menu(anchor, messageMenu(m, acts)),
  }
  return acts
}

/** press presses an inline button, and shows what the bot answers. */
async function press(attempt, here, acts, m, button) {
  if (button.copy) {
    await navigator.clipboard?.writeText(button.copy).catch(() => {})
    return toast(words.copied)
  }
  if (button.url) return acts.follow({url: button.url}) || window.open(button.url, '_blank', 'noopener')
  const answer = await attempt('press', {...here(), message: m.id, button: button.data || button.text})
  if (!answer) return
  if (answer.url && !acts.follow({url: answer.url})) window.open(answer.url, '_blank', 'noopener')
  if (answer.text && answer.alert) alertWindow(state.bot.name, answer.text)
  else if (answer.text) toast(answer.text)
}

/** follow does in the page what a command, a mention or a Telegram link asks
 * for, and tells whether it did. */
function follow({say, name, url}, acts, go) {
  if (say) return acts.say(say)
  const link = url && /^(?:https?:\/\/(?:t|telegram)\.me\/|tg:\/\/resolve\?domain=)(\w+)(?:[/?&](.*))?$/.exec(url)
  const wanted = (name || link?.[1] || '').toLowerCase()
  if (wanted === state.bot.username.toLowerCase()) {
    const payload = new URLSearchParams(link?.[2] || '').get('start')
    go(state.me)
    if (payload) act('say', {user: state.me, text: '/start ' + payload}).catch(error => toast(error.message))
    return true
  }
  const chat = wanted && [...state.chats.values()].find(each => each.username?.toLowerCase() === wanted)
  if (chat) go(chat.id)
  return Boolean(chat)
}

function messageMenu(m, acts) {
  const own = m.reactions?.[state.me] || []
  return [
    {label: words.reply, act: () => shown.composer.reply(m)},
    ...['👍', '❤', '👎'].map(emoji => ({label: `${emoji}\ufe0f ${words.react}`, act: () => acts.react(m, own.includes(emoji) ? [] : [emoji])})),
    m.text && {label: words.copy, act: async () => { await navigator.clipboard?.writeText(m.text).catch(() => {}); toast(words.copied) }},
    isMine(openChat(), m) && m.text && {label: words.edit, act: () => shown.composer.edit(m)},
  ]
}

function fillHead(head, chat, go) {
  const title = titleOf(chat)
  const back = tool('back', words.back, () => go(0))
  back.classList.add('back')
  renew(head, back, face(title, chat.kind === 'private' ? state.bot.id : chat.id),
    make('div', {className: 'about'}, make('h1', {dir: 'auto', textContent: title}), make('p', {className: 'status', dir: 'auto', textContent: state.connected ? subtitle(chat) : words.offline})),
    tool('more', words.more, event => menu(event.currentTarget, chatMenu(openChat(), go)), {'aria-haspopup': 'menu'}))
}

function subtitle(chat) {
  if (chat.kind === 'private') return words.bot
  if (chat.kind === 'channel') return counted(chat.members, words.subscribers, words.subscriber)
  return counted(chat.members + (inside(chat.bot) ? 1 : 0), words.members, words.member)
}

/** chatMenu lists what can be done to the chat. */
function chatMenu(chat, go) {
  const acts = actsOf(go), lead = leads(chat.role)
  const topic = chat.topics?.find(each => each.id === state.thread)
  if (chat.kind === 'private') {
    return [chat.blocked ? {label: words.unblock, act: () => acts.do('unblock', {})} : {label: words.block, danger: true, act: () => acts.do('block', {})}]
  }
  const bot = (action, as) => () => act(action, {chat: chat.id, as}).catch(error => toast(error.message))
  return [
    lead && chat.forum && {label: words.newTopic, act: () => makeTopic(chat, go)},
    lead && topic && {label: topic.closed ? words.reopenTopic : words.closeTopic, act: () => act(topic.closed ? 'reopen_topic' : 'close_topic', {chat: chat.id, thread: topic.id}).catch(error => toast(error.message))},
    lead && !inside(chat.bot) && chat.kind !== 'channel' && {label: words.addBot, act: bot('add_bot', 'member')},
    lead && !leads(chat.bot) && {label: words.addAdmin, act: bot('add_bot', 'administrator')},
    lead && inside(chat.bot) && {label: words.removeBot, danger: true, act: bot('remove_bot')},
    sees(chat) ? {label: words.leave, danger: true, act: () => acts.do('leave', {chat: chat.id})} : {label: words.join, act: () => acts.do('join', {chat: chat.id})},
  ]
}

async function makeTopic(chat, go) {
  const given = await ask(words.newTopic, [{name: 'name', label: words.name}])
  if (!given?.name) return
  try { go(chat.id, (await act('topic', {chat: chat.id, name: given.name})).thread) } catch (error) { toast(error.message) }
}

/** fillTabs shows a forum's topics. */
function fillTabs(tabs, chat, go) {
  tabs.hidden = !chat.forum || !sees(chat)
  if (tabs.hidden) return
  const tab = topic => {
    const open = topic.id === state.thread, count = unread(chat, topic.id)
    return make('button', {type: 'button', tabIndex: open ? 0 : -1, attrs: {role: 'tab', 'aria-selected': String(open), 'data-thread': topic.id}, on: {click: () => go(chat.id, topic.id)}},
      make('span', {className: `hash ink${topic.id % 7}`, textContent: topic.closed ? '🔒' : '#'}), isolated(topic.name), badge(count))
  }
  renew(tabs, ...[{id: 0, name: words.general}, ...(chat.topics || [])].map(tab), leads(chat.role) && tool('plus', words.newTopic, () => makeTopic(openChat(), go)))
  tabs.onkeydown = event => {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key]
    const all = [...tabs.querySelectorAll('[role=tab]')], at = all.indexOf(document.activeElement)
    const next = step && at >= 0 && all[at + step]
    if (next) go(chat.id, Number(next.dataset.thread))
  }
}

/** badge shows how many messages are unread. */
export function badge(count) {
  return count ? make('span', {className: 'badge', textContent: number(count), attrs: {'aria-label': counted(count, words.unread)}}) : null
}

function fillPinned(bar, chat) {
  const m = [...(chat.pinned || [])].reverse().map(id => chat.messages.get(id)).find(each => each && (!chat.forum || sorted(chat, state.thread).includes(each)))
  bar.hidden = !m
  if (!m) return
  renew(bar, make('b', {textContent: words.pinned, dir: 'auto'}), make('span', {textContent: gist(m), dir: 'auto'}), icon('pin'))
  bar.onclick = () => shown.log.jump(m.id)
}
