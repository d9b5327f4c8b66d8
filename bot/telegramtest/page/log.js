// The messages of the open chat, kept as they come: only what changed is
// drawn anew, so that an opened quote stays open.

import {make, icon} from './dom.js'
import {state, sorted} from './state.js'
import {words, day} from './words.js'
import {row} from './message.js'
import {settle} from './text.js'

/** A Log shows one chat, or one topic of it. */
export class Log {
  constructor(acts) {
    this.acts = acts
    this.drawn = new Map() // by message ID: its element and what it was drawn from
    this.days = new Map()
    this.list = make('div', {className: 'log', attrs: {role: 'log', 'aria-live': 'polite', tabindex: '0'}})
    this.down = make('button', {type: 'button', className: 'round down', hidden: true, title: words.end, attrs: {'aria-label': words.end}, on: {click: () => this.toEnd(true)}}, icon('down'))
    this.follows = true // new messages are scrolled to
    this.list.addEventListener('scroll', () => { this.down.hidden = this.follows = this.atEnd() })
    new ResizeObserver(() => { if (this.follows) this.toEnd() }).observe(this.list)
    this.element = make('div', {className: 'logbox'}, this.list, this.down)
  }

  /** update brings the elements to what the chat holds now. */
  update(chat) {
    const wanted = []
    let before = null, date = ''
    for (const m of sorted(chat, state.thread)) {
      const today = day(new Date(m.sent_at))
      if (today !== date) wanted.push(this.separator(date = today))
      const element = this.rowOf(chat, m)
      const joins = before && !before.m.service && !m.service && before.m.from === m.from && before.today === today && new Date(m.sent_at) - new Date(before.m.sent_at) < 300_000
      element.classList.toggle('first', !joins)
      element.classList.add('last')
      if (joins) before.element.classList.remove('last')
      wanted.push(element)
      before = {m, element, today}
    }
    if (wanted.length === 0) wanted.push(this.nothing(chat))
    this.place(wanted)
    settle(this.list)
    if (this.follows) this.toEnd()
    this.down.hidden = this.follows
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
