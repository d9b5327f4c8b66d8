// Where the user writes: text, replies, files, commands as suggestions, the
// menu button and the reply keyboard.

import {make, renew, tool, icon, isolated} from './dom.js'
import {state, leads, inside, nameOf, gist, sorted, sees, draftOf} from './state.js'
import {words} from './words.js'
import {base64} from './server.js'

/** A Composer writes into one chat, or one topic. */
export class Composer {
  constructor(chat, acts) {
    this.chat = chat
    this.acts = acts
    this.draft = draftOf(chat, state.thread)
    this.element = make('footer', {className: 'composer'})
    this.build()
    this.resume()
    this.update(chat)
  }

  build() {
    this.box = make('textarea', {rows: 1, dir: 'auto', placeholder: words.write, autocomplete: 'off', attrs: {
      id: 'box', 'aria-label': words.write, role: 'combobox', 'aria-controls': 'suggestions', 'aria-expanded': 'false', 'aria-autocomplete': 'list',
    }, on: {input: () => this.typed(), keydown: event => this.key(event)}})
    this.picker = make('input', {type: 'file', hidden: true, on: {change: () => this.attach()}})
    this.about = make('div', {className: 'about', hidden: true})
    this.suggestions = make('div', {id: 'suggestions', className: 'suggestions', hidden: true, attrs: {role: 'listbox', 'aria-label': words.commands}})
    this.keyboard = make('div', {className: 'replies', hidden: true})
    this.menu = make('span', {className: 'slot'})
    this.keys = tool('keys', words.keyboard, () => { this.keyboard.hidden = !this.keyboard.hidden })
    this.form = make('form', {on: {submit: event => { event.preventDefault(); this.send() }}},
      this.menu, make('div', {className: 'field'}, this.box, this.keys, tool('attach', words.attach, () => this.picker.click()), this.picker),
      make('button', {className: 'round send', title: words.send, attrs: {id: 'send', 'aria-label': words.send}}, icon('send')))
    this.instead = make('div', {className: 'instead'})
    this.element.append(this.suggestions, this.about, this.form, this.instead, this.keyboard)
  }

  /** resume goes on with the draft. */
  resume() {
    const {text, reply, edit} = this.draft, m = this.chat.messages.get(edit || reply)
    this.box.value = text
    if (m) this.note(m)
    else Object.assign(this.draft, {reply: 0, edit: 0})
  }

  /** update follows what the user may do in the chat now. */
  update(chat) {
    this.chat = chat
    const instead = this.bar(chat)
    this.form.hidden = Boolean(instead)
    this.instead.hidden = !instead
    renew(this.instead, instead)
    this.menuButton(chat)
    this.grow()
    const labels = sorted(chat, state.thread).findLast(m => m.keyboard && m.from_bot)
    this.keys.hidden = !labels
    const source = JSON.stringify(labels?.keyboard || null)
    if (source === this.labels) return
    this.labels = source
    this.keyboard.hidden = !labels
    this.keyboard.replaceChildren(...(labels?.keyboard || []).map(line => make('div', {className: 'line'}, ...line.map(text =>
      make('button', {type: 'button', textContent: text, dir: 'auto', on: {click: () => this.acts.say(text)}})))))
  }

  /** bar returns what stands in the place of the box: the one thing the user
   * can do, or why there is nothing to write. */
  bar(chat) {
    const wide = (label, act) => make('button', {type: 'button', className: 'wide', textContent: label, on: {click: act}})
    const note = text => make('p', {className: 'note', textContent: text, dir: 'auto'})
    if (chat.kind === 'private') {
      if (chat.blocked) return wide(words.restart, () => this.acts.do('unblock', {}).then(() => this.acts.say('/start')))
      return chat.opened || chat.messages.size ? null : wide(words.start, () => this.acts.say('/start'))
    }
    if (!sees(chat)) return wide(chat.kind === 'channel' ? words.joinChannel : words.join, () => this.acts.do('join', {chat: chat.id}))
    const topic = chat.topics?.find(each => each.id === state.thread)
    if (leads(chat.role)) return null
    if (chat.kind === 'channel') return note(words.subscribed)
    if (chat.restricted || chat.role === 'restricted') return note(words.readOnly)
    return topic?.closed ? note(words.topicClosed) : null
  }

  menuButton(chat) {
    const app = chat.menu?.type === 'web_app'
    if (chat.kind !== 'private' || !app && !chat.commands?.length) return this.menu.replaceChildren()
    this.menu.replaceChildren(make('button', {type: 'button', className: 'menubutton', attrs: {'aria-label': words.commands}, on: {click: () => {
      if (app) return this.acts.follow({url: chat.menu.web_app.url}) || window.open(chat.menu.web_app.url, '_blank', 'noopener')
      if (this.suggestions.hidden) this.suggest('')
      else this.suggest(null)
    }}}, icon('menu'), make('span', {textContent: app ? chat.menu.text : words.commands, dir: 'auto'})))
  }

  /** suggest lists the commands that begin so, none for null. */
  suggest(begin) {
    const named = inside(this.chat.bot) && this.chat.kind !== 'private' ? '@' + state.bot.username : ''
    const fitting = begin === null ? [] : (this.chat.commands || []).filter(({command}) => command.startsWith(begin))
    this.suggestions.replaceChildren(...fitting.map(({command, description}, i) => make('button', {
      type: 'button', id: 'suggestion' + i, tabIndex: -1, attrs: {role: 'option', 'aria-selected': 'false'},
      on: {click: () => { this.clear(); this.acts.say('/' + command + named) }},
    }, make('b', {textContent: '/' + command}), make('span', {textContent: description, dir: 'auto'}))))
    this.suggestions.hidden = fitting.length === 0
    this.box.setAttribute('aria-expanded', String(fitting.length > 0))
    if (begin) this.select(0)
  }

  select(index) {
    const options = [...this.suggestions.children]
    options.forEach((option, i) => option.setAttribute('aria-selected', String(i === index)))
    options[index]?.scrollIntoView({block: 'nearest'})
    this.box.setAttribute('aria-activedescendant', options[index]?.id || '')
  }

  selected() { return [...this.suggestions.children].findIndex(option => option.getAttribute('aria-selected') === 'true') }

  /** grow gives the box the height of its text. */
  grow() {
    if (!this.box.isConnected) return
    this.box.style.height = 'auto'
    this.box.style.height = this.box.scrollHeight + 'px'
  }

  typed() {
    this.draft.text = this.box.value
    this.grow()
    const command = /^\/(\w*)$/.exec(this.box.value)
    this.suggest(command ? command[1] : null)
  }

  key(event) {
    const count = this.suggestions.hidden ? 0 : this.suggestions.children.length
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key]
    if (count && step) {
      event.preventDefault()
      return this.select((this.selected() + step + count) % count)
    }
    if (event.key === 'Tab' && count && this.selected() >= 0) {
      event.preventDefault()
      this.box.value = this.suggestions.children[this.selected()].querySelector('b').textContent + ' '
      return this.typed()
    }
    if (event.key === 'Escape') {
      if (count) this.suggest(null)
      else this.clear()
      return
    }
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    if (count && this.selected() >= 0) this.suggestions.children[this.selected()].click()
    else this.send()
  }

  reply(m) {
    Object.assign(this.draft, {reply: m.id, edit: 0})
    this.note(m)
    this.box.focus()
  }

  edit(m) {
    Object.assign(this.draft, {reply: 0, edit: m.id})
    this.note(m)
    this.box.value = m.text
    this.typed()
    this.box.focus()
  }

  /** note shows which message the draft is about. */
  note(m) {
    this.about.replaceChildren(icon('reply'), make('div', {}, make('b', {}, isolated(nameOf(m.from))), make('span', {textContent: gist(m), dir: 'auto'})), tool('close', words.cancel, () => this.clear()))
    this.about.hidden = false
  }

  clear() {
    Object.assign(this.draft, {reply: 0, edit: 0})
    this.about.hidden = true
    this.box.value = ''
    this.typed()
  }

  async send() {
    const text = this.box.value.trim()
    if (!text) return
    const {reply, edit} = this.draft
    const sent = edit ? await this.acts.do('edit', {chat: this.chat.id, message: edit, text}) : await this.acts.say(text, {reply_to: reply || undefined})
    if (sent) this.clear()
    this.box.focus()
  }

  async attach() {
    const [file] = this.picker.files
    this.picker.value = ''
    if (!file) return
    const photo = ['image/png', 'image/jpeg', 'image/gif'].includes(file.type)
    const sent = await this.acts.say(this.box.value.trim(), {content: await base64(file), name: file.name, reply_to: this.draft.reply || undefined}, photo ? 'photo' : 'document')
    if (sent) this.clear()
  }
}
