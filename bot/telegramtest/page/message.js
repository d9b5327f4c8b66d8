// A message → its bubble with what hangs under it, or a service line.

import {make, icon, face, isolated, tool} from './dom.js'
import {state, nameOf, isMine, gist, event} from './state.js'
import {fileAddress} from './server.js'
import {words, clock, full, size, number} from './words.js'
import {written, tail} from './text.js'
import {view} from './window.js'

/** row returns the element of a message. `acts` is what one can do with it:
 * press, react, jump, follow and more. */
export function row(chat, m, acts) {
  if (m.service) return serviceLine(chat, m, acts)
  const mine = isMine(chat, m)
  const bubble = make('div', {className: 'bubble'})
  if (!mine && (chat.kind === 'group' || chat.kind === 'supergroup')) {
    bubble.append(make('div', {className: `name ink${Math.abs(m.from) % 7}`}, isolated(nameOf(m.from))))
  } else if (chat.kind === 'channel') bubble.append(make('div', {className: 'name ink0'}, isolated(chat.title)))
  if (m.origin) bubble.append(make('div', {className: 'name'}, '↪ ', isolated(nameOf(m.origin.from))))
  if (m.reply_to) bubble.append(answered(chat, m, acts))
  const text = m.text ? written(m.text, m.entities, acts.follow) : null
  if (m.above && text) bubble.append(text)
  if (m.file) bubble.append(m.file.kind === 'photo' ? photo(m) : documentLink(m.file))
  if (!m.above && text) bubble.append(text)
  if (Object.keys(m.reactions || {}).length) bubble.append(reactions(m, acts))
  const below = m.above || Object.keys(m.reactions || {}).length > 0 || tail(m.text || '', m.entities) === 'below'
  if (text && !below) text.append(make('span', {className: 'room', attrs: {'aria-hidden': 'true'}}, meta(m)))
  bubble.append(make('div', {className: 'meta' + (below ? ' below' : '')}, meta(m)))
  if (m.file?.kind === 'photo' && !m.text) bubble.classList.add('bare')
  const stack = make('div', {className: 'stack'}, bubble)
  if (m.buttons) stack.append(keyboard(m, acts))
  const more = tool('more', words.more, event => acts.more(m, event.currentTarget), {'aria-haspopup': 'menu'})
  more.classList.add('handle')
  return make('article', {
    className: ['row', mine ? 'mine' : '', m.buttons ? 'keyed' : '', m.file?.kind === 'photo' ? 'pictured' : ''].join(' '),
    attrs: {'data-id': m.id, 'aria-label': mine ? words.you : nameOf(m.from)},
  }, sender(chat, m, mine), stack, more)
}

/** sender is the face beside a group's messages. */
function sender(chat, m, mine) {
  if (mine || chat.kind === 'private' || chat.kind === 'channel') return null
  return face(nameOf(m.from), m.from, true)
}

/** meta returns the line with the time. */
function meta(m) {
  const sent = new Date(m.sent_at)
  const marks = [m.silent ? make('span', {title: words.silent, textContent: '🔕'}) : null, m.edited ? make('bdi', {textContent: words.edited}) : null]
  return make('time', {dateTime: sent.toISOString(), title: full(sent)}, ...marks.filter(Boolean).flatMap(mark => [mark, ' ']), clock(sent))
}

/** answered shows the message that is replied to. */
function answered(chat, m, acts) {
  const to = chat.messages.get(m.reply_to)
  return make('button', {type: 'button', className: 'answered', on: {click: () => acts.jump(m.reply_to)}},
    make('b', {}, isolated(to ? nameOf(to.from) : '…')), make('span', {dir: 'auto'}, to ? gist(to) : ''))
}

/** photo shows itself, in a place of its size from the start. */
function photo(m) {
  const {id, width, height} = m.file
  const scale = Math.min(1, 420 / width, 440 / height)
  const image = make('img', {src: fileAddress(id), alt: m.text || words.photo, width: Math.max(120, Math.round(width * scale)), height: Math.max(60, Math.round(height * scale))})
  const button = make('button', {type: 'button', className: 'photo' + (m.spoiler ? ' hidden' : ''), title: words.photo}, image)
  button.addEventListener('click', () => {
    if (button.classList.contains('hidden')) button.classList.remove('hidden')
    else view(fileAddress(id), m.text)
  })
  return button
}

const documentLink = ({id, name, size: bytes}) => make('a', {className: 'document', href: fileAddress(id), download: name || 'file'},
  make('span', {className: 'disc'}, icon('file')),
  make('span', {className: 'about'}, make('b', {dir: 'auto', textContent: name || words.file}), make('small', {textContent: size(bytes)})))

/** reactions are chips, which are pressed to join in or step back. */
function reactions(m, acts) {
  const counts = new Map()
  for (const emoji of Object.values(m.reactions).flat()) counts.set(emoji, (counts.get(emoji) || 0) + 1)
  const own = m.reactions[state.me] || []
  return make('div', {className: 'reactions'}, ...[...counts].map(([emoji, count]) =>
    make('button', {type: 'button', className: own.includes(emoji) ? 'own' : '', attrs: {'aria-pressed': String(own.includes(emoji))},
      on: {click: () => acts.react(m, own.includes(emoji) ? [] : [emoji])}}, `${emoji} ${number(count)}`)))
}

/** keyboard is the inline keyboard. Its rows run from left to right in every
 * language, as Telegram's do. */
function keyboard(m, acts) {
  const key = button => {
    const mark = button.url ? '↗' : button.copy ? '⧉' : ''
    const element = make('button', {type: 'button', className: 'inline', attrs: {'data-button': button.data || button.text}},
      make('span', {dir: 'auto', textContent: button.text}), mark && make('i', {textContent: mark, attrs: {'aria-hidden': 'true'}}))
    element.addEventListener('click', async () => {
      element.classList.add('waiting')
      try { await acts.press(m, button) } finally { element.classList.remove('waiting') }
    })
    return element
  }
  return make('div', {className: 'keyboard'}, ...m.buttons.map(line => make('div', {className: 'line'}, ...line.map(key))))
}

/** serviceLine tells of an event, the names in it isolated. */
function serviceLine(chat, m, acts) {
  const [pattern, values] = event(chat, m)
  const parts = pattern.split(/(\{\w+\})/).map(part => /^\{/.test(part) ? isolated(values[part.slice(1, -1)]) : part)
  const chip = m.service.pinned
    ? make('button', {type: 'button', className: 'chip', on: {click: () => acts.jump(m.service.pinned)}}, ...parts)
    : make('span', {className: 'chip'}, ...parts)
  chip.dir = 'auto'
  return make('div', {className: 'event', attrs: {'data-id': m.id}}, chip)
}
