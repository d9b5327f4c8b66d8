// A message's text with its entities → elements. Offsets count UTF-16 units,
// which are JavaScript's own. Entities are sorted and nest.

import {make, safe, runsRightToLeft} from './dom.js'
import {words, full} from './words.js'
import {toast} from './window.js'

/** written returns the element of a text. `follow` is called with what a link
 * or a command is to do. */
export function written(text, entities = [], follow) {
  const element = make('div', {className: 'text'})
  fill(element, text, entities, 0, text.length, follow)
  return element
}

/** fill writes the text from start to end into the parent. */
function fill(parent, text, entities, start, end, follow) {
  let at = start
  for (let i = 0; i < entities.length;) {
    const entity = entities[i], stop = entity.offset + entity.length
    let next = i + 1
    while (next < entities.length && entities[next].offset < stop) next++
    const block = /quote|^pre$/.test(entity.type) // it ends the line by itself, and the newline behind it is not shown
    parent.append(text.slice(at, entity.offset))
    const element = styled(entity, text.slice(entity.offset, stop), follow)
    fill(element.inner || element, text, entities.slice(i + 1, next), entity.offset, stop, follow)
    parent.append(element)
    at = block && text[stop] === '\n' ? stop + 1 : stop
    i = next
  }
  parent.append(text.slice(at, end))
}

/** styled returns the element that shows an entity. */
function styled(entity, text, follow) {
  switch (entity.type) {
    case 'bold': return make('b')
    case 'italic': return make('i')
    case 'underline': return make('u')
    case 'strikethrough': return make('s')
    case 'spoiler': return spoiler()
    case 'code': return copied(make('code'), text)
    case 'pre': return copied(make('pre', {attrs: {'data-language': entity.language}}), text)
    case 'blockquote': return directed(make('blockquote'), text)
    case 'expandable_blockquote': return directed(folded(), text)
    case 'text_link': return link(entity.url, follow)
    case 'url': return link(/^\w+:/.test(text) ? text : 'http://' + text, follow)
    case 'email': return link('mailto:' + text, follow)
    case 'bot_command': return inPage(() => follow({say: text}))
    case 'mention': return inPage(() => follow({name: text.slice(1)}))
    case 'hashtag': case 'cashtag': case 'text_mention': return make('span', {className: 'tag'})
    case 'date_time': {
      const date = new Date(entity.unix_time * 1000)
      return make('time', {dateTime: date.toISOString(), title: full(date)})
    }
  }
  return make('span')
}

/** directed puts a quote's bar at the side where its first paragraph begins.
 * Paragraphs that run the other way still do. */
function directed(quote, text) {
  const directions = new Set(text.split('\n').filter(line => line.trim()).map(runsRightToLeft))
  quote.dir = directions.values().next().value ? 'rtl' : 'ltr'
  quote.classList.toggle('even', directions.size === 1)
  return quote
}

function link(url, follow) {
  const href = safe(url)
  if (!href) return make('span', {className: 'tag'})
  return make('a', {href, target: '_blank', rel: 'noopener noreferrer', title: href, on: {
    click: event => { if (follow({url: href})) event.preventDefault() },
  }})
}

const inPage = act => make('a', {href: '#', on: {click: event => { event.preventDefault(); act() }}})

/** pressable makes an element a button for pointer and keyboard. */
function pressable(element, act) {
  element.tabIndex = 0
  element.setAttribute('role', 'button')
  element.addEventListener('click', act)
  element.addEventListener('keydown', event => {
    if (event.target === element && (event.key === 'Enter' || event.key === ' ')) { event.preventDefault(); act(event) }
  })
  return element
}

function spoiler() {
  const element = pressable(make('span', {className: 'spoiler'}), () => element.classList.toggle('open'))
  return element
}

/** copied is code, which is copied by pressing it. */
function copied(element, text) {
  return pressable(element, async () => {
    await navigator.clipboard?.writeText(text).catch(() => {})
    toast(words.copied)
  })
}

/** folded is a quote that shows its first lines until it is opened. */
function folded() {
  const inner = make('div', {className: 'inner'})
  const more = make('button', {type: 'button', className: 'fold', textContent: words.showMore, attrs: {'aria-expanded': 'false'}})
  const quote = make('blockquote', {className: 'expandable'}, inner, more)
  const toggle = () => {
    const open = quote.classList.toggle('open')
    more.setAttribute('aria-expanded', open)
    more.textContent = open ? words.showLess : words.showMore
  }
  more.addEventListener('click', toggle)
  inner.addEventListener('click', event => { if (!event.target.closest('a') && !getSelection().toString()) toggle() })
  quote.inner = inner
  return quote
}

/** settle hides the fold of quotes that show everything as they are. Call it
 * once the element stands in the page. */
export function settle(element) {
  for (const quote of element.querySelectorAll('blockquote.expandable:not(.open)')) {
    const inner = quote.querySelector('.inner')
    quote.classList.toggle('short', inner.scrollHeight <= inner.clientHeight + 2)
  }
}

/** tail tells how the time fits behind a text: beside its last line, or below
 * where that ends on the other side or in a block. */
export function tail(text, entities = []) {
  const last = text.slice(text.lastIndexOf('\n') + 1)
  const block = entities.some(e => /quote|^pre$/.test(e.type) && e.offset + e.length >= text.trimEnd().length)
  return !text || block || runsRightToLeft(last) ? 'below' : 'beside'
}
