// The messages of the open chat, kept as they come: only what changed is
// drawn anew, so that an opened quote stays open.

import {make, icon} from './dom.js'
import {state, sorted, isMine} from './state.js'
import {words, day} from './words.js'
import {row} from './message.js'
import {settle} from './text.js'

/** A Log shows one chat, or one topic of it. */
export class Log {
  /** A log begins at the end, or, where the user has read to a message only,
   * with what follows that. */
  constructor(acts, read = Infinity) {
    this.acts = acts
    this.read = read
    this.drawn = new Map() // by message ID: its element and what it was drawn from
    this.days = new Map()
    this.list = make('div', {className: 'log', attrs: {role: 'log', 'aria-live': 'polite', tabindex: '0'}})
    this.down = make('button', {type: 'button', className: 'round down', hidden: true, title: words.end, attrs: {'aria-label': words.end}, on: {click: () => this.toEnd(true)}}, icon('down'))
    this.line = make('div', {className: 'unread', dir: 'auto', textContent: words.unreadLine})
    this.begun = false
    this.follows = true // new messages are scrolled to
    this.list.addEventListener('scroll', () => { this.down.hidden = this.follows = this.atEnd(); this.rolls(); acts.read() })
    new ResizeObserver(() => { if (this.follows) this.toEnd() }).observe(this.list)
    this.element = make('div', {className: 'logbox'}, this.list, this.down)
  }

  /** update brings the elements to what the chat holds now. */
  update(chat) {
    const wanted = [], messages = sorted(chat, state.thread), unread = this.firstUnread(chat, messages)
    let before = null, date = ''
    for (const m of messages) {
      const today = day(new Date(m.sent_at))
      if (today !== date) wanted.push(this.separator(date = today))
      if (m === unread) wanted.push(this.line)
      const element = this.rowOf(chat, m)
      const joins = before && m !== unread && !before.m.service && !m.service && before.m.from === m.from && before.today === today && new Date(m.sent_at) - new Date(before.m.sent_at) < 300_000
      element.classList.toggle('first', !joins)
      element.classList.add('last')
      if (joins) before.element.classList.remove('last')
      wanted.push(element)
      before = {m, element, today}
    }
    if (wanted.length === 0) wanted.push(this.nothing(chat))
    this.place(wanted)
    settle(this.list)
    if (!this.begun && unread) this.toLine()
    else if (this.follows) this.toEnd()
    this.begun = true
    this.down.hidden = this.follows
  }

  /** rolls keeps the date that stays at the top in sight for as long as the log is
   * scrolled; then it gives free what it covers. */
  rolls() {
    const covers = date => Boolean(date.nextElementSibling) && date.nextElementSibling.getBoundingClientRect().top < date.getBoundingClientRect().bottom
    for (const date of this.days.values()) date.classList.remove('passed')
    clearTimeout(this.rest)
    this.rest = setTimeout(() => this.days.forEach(date => date.classList.toggle('passed', covers(date))), 1000)
  }

  /** firstUnread returns the message that the unread ones begin with: none once
   * the user has answered. */
  firstUnread(chat, messages) {
    const after = messages.filter(m => m.id > this.read)
    return after.some(m => isMine(chat, m)) ? null : after.find(m => !m.service)
  }

  /** seen returns the ID of the newest message that has come into sight. */
  seen() {
    const edge = this.list.getBoundingClientRect().bottom - 20
    const inSight = ({element}) => element.isConnected && element.getBoundingClientRect().top < edge
    return Math.max(0, ...[...this.drawn].filter(([, each]) => inSight(each)).map(([id]) => id))
  }

  rowOf(chat, m) {
    const quoted = m.reply_to || m.service?.pinned
    const source = JSON.stringify([m, quoted ? chat.messages.get(quoted)?.text : ''])
    const old = this.drawn.get(m.id)
    if (old?.source === source) return old.element
    const element = row(chat, m, this.acts)
    this.drawn.set(m.id, {source, element})
    return element
  }

  separator(date) {
    if (!this.days.has(date)) this.days.set(date, make('div', {className: 'event day'}, make('span', {className: 'chip', dir: 'auto', textContent: date})))
    return this.days.get(date)
  }

  /** nothing is what an empty chat shows: what the bot can do, if it says. */
  nothing(chat) {
    const about = chat.kind === 'private' && state.bot.description
    return make('div', {className: 'nothing'}, about
      ? make('div', {className: 'card'}, make('b', {textContent: words.canDo, dir: 'auto'}), make('p', {className: 'plain', textContent: state.bot.description}))
      : make('span', {className: 'chip', textContent: words.empty, dir: 'auto'}))
  }

  /** place puts elements into their order and takes away all others. */
  place(wanted) {
    const keep = new Set(wanted)
    for (const child of [...this.list.children]) if (!keep.has(child)) child.remove()
    wanted.forEach((element, i) => {
      if (this.list.children[i] !== element) this.list.insertBefore(element, this.list.children[i] || null)
    })
  }

  atEnd() { return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 90 }

  toEnd(smoothly) { this.list.scrollTo({top: this.list.scrollHeight, behavior: smoothly ? 'smooth' : 'instant'}) }

  /** toLine shows the unread messages from their beginning. */
  toLine() {
    const day = 42 // the height of the date that stays at the top
    this.list.scrollTop += this.line.getBoundingClientRect().top - this.list.getBoundingClientRect().top - day
    this.follows = this.atEnd()
  }

  /** jump shows a message and points at it. */
  jump(id) {
    const element = this.drawn.get(id)?.element
    if (!element?.isConnected) return false
    element.scrollIntoView({block: 'center', behavior: 'smooth'})
    element.classList.remove('pointed')
    requestAnimationFrame(() => element.classList.add('pointed'))
    return true
  }
}
