'use strict'

// The page of one chat. Messages come as text with entities (offsets in UTF-16
// units, which are JavaScript's own) and become elements, never HTML.

const words = JSON.parse(document.getElementById('words').textContent)
const $ = id => document.getElementById(id)
const chat = $('chat'), box = $('box'), shown = new Map()
const clock = new Intl.DateTimeFormat(words.lang, {hour: '2-digit', minute: '2-digit'})
const day = new Intl.DateTimeFormat(words.lang, {day: 'numeric', month: 'long'})

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

// safe returns a link that may be followed, or nothing.
function safe(url) {
  try {
    const parsed = new URL(url)
    return ['http:', 'https:', 'tg:', 'mailto:'].includes(parsed.protocol) ? parsed.href : ''
  } catch { return '' }
}

function link(url) {
  const href = safe(url)
  return href ? make('a', {href, target: '_blank', rel: 'noopener noreferrer'}) : make('span', {className: 'isolate'})
}

function command(text) {
  const a = make('a', {href: '#', className: 'isolate'})
  a.addEventListener('click', event => { event.preventDefault(); say(text) })
  return a
}

function reveal(tag, className) {
  const element = make(tag, {className})
  element.addEventListener('click', () => element.classList.toggle('open'))
  return element
}

// styled returns the element that shows an entity of the text.
function styled(entity, text) {
  switch (entity.type) {
    case 'bold': return make('b')
    case 'italic': return make('i')
    case 'underline': return make('u')
    case 'strikethrough': return make('s')
    case 'spoiler': return reveal('span', 'spoiler')
    case 'code': return make('code')
    case 'pre': return make('pre', {title: entity.language || ''})
    case 'blockquote': return make('blockquote')
    case 'expandable_blockquote': return reveal('blockquote', 'more')
    case 'text_link': return link(entity.url)
    case 'url': return link(text)
    case 'bot_command': return command(text)
    case 'mention': case 'hashtag': case 'text_mention': return make('a', {className: 'isolate'})
    case 'date_time': return make('time', {dateTime: new Date(entity.unix_time * 1000).toISOString()})
  }
  return make('span')
}

// fill writes the text from start to end into the parent; entities are sorted
// and nest.
function fill(parent, text, entities, start, end) {
  let at = start
  for (let i = 0; i < entities.length;) {
    const entity = entities[i], stop = entity.offset + entity.length
    let next = i + 1
    while (next < entities.length && entities[next].offset < stop) next++
    const block = /quote|^pre$/.test(entity.type) // a block breaks the line by itself
    parent.append(text.slice(at, entity.offset))
    const element = styled(entity, text.slice(entity.offset, stop))
    fill(element, text, entities.slice(i + 1, next), entity.offset, stop)
    parent.append(element)
    at = block && text[stop] === '\n' ? stop + 1 : stop
    i = next
  }
  parent.append(text.slice(at, end))
}

// person isolates a name from the direction of the words around it.
const person = name => make('bdi', {}, name)

// attachment shows a photo as itself and a document as a link to save it.
function attachment({id, kind, name, size}) {
  const address = location.pathname + '?file=' + encodeURIComponent(id)
  if (kind === 'photo') return make('img', {className: 'photo', src: address, alt: ''})
  const kilobytes = new Intl.NumberFormat(words.lang, {maximumFractionDigits: 1}).format(size / 1024)
  return make('a', {className: 'document', href: address, download: name}, '📄 ', person(name), ' ', make('small', {}, kilobytes + ' KB'))
}

function bubble(m) {
  if (m.event) return make('p', {className: 'event'}, person(m.name || m.topic || ''), ' ', words[m.event])
  const article = make('article', {className: (m.mine ? 'mine' : '') + (m.buttons ? ' wide' : '')})
  const body = make('div', {className: 'bubble'})
  if (m.name || m.topic) body.append(make('div', {className: 'name'}, m.name || '', m.topic ? make('small', {}, '# ', person(m.topic)) : ''))
  if (m.quote) body.append(make('div', {className: 'answered', dir: 'auto'}, m.quote))
  if (m.file) body.append(attachment(m.file))
  const text = make('div', {className: 'text', dir: 'auto'})
  fill(text, m.text, m.entities || [], 0, m.text.length)
  const sent = new Date(m.at)
  const marks = (m.edited ? words.edited + ' ' : '') + (m.silent ? '🔕 ' : '')
  body.append(text, make('time', {className: 'meta', dateTime: sent.toISOString(), title: sent.toLocaleString(words.lang)},
    person(marks), clock.format(sent)))
  article.append(body)
  for (const row of m.buttons || []) article.append(keys(row, button => press(m.id, button)))
  for (const row of m.keyboard || []) article.append(keys(row.map(text => ({text})), button => say(button.text)))
  return article
}

function keys(row, act) {
  const line = make('div', {className: 'row'})
  for (const button of row) {
    const key = make('button', {type: 'button', dir: 'auto'}, button.text + (button.url ? ' ↗' : ''))
    key.addEventListener('click', async () => {
      key.classList.add('waiting')
      try { await act(button) } finally { key.classList.remove('waiting') }
    })
    line.append(key)
  }
  return line
}

function toast(text) {
  $('toast').textContent = text
  $('toast').hidden = false
  clearTimeout(toast.timer)
  toast.timer = setTimeout(() => { $('toast').hidden = true }, 3500)
}

async function post(action) {
  const answer = await fetch(location.pathname, {method: 'POST', body: JSON.stringify(action)}).catch(() => null)
  if (!answer) return toast(words.offline)
  if (!answer.ok) return toast((await answer.text()).trim())
  return answer
}

async function say(text) { return post({say: text}) }

async function press(message, button) {
  if (button.copy) {
    await navigator.clipboard.writeText(button.copy)
    return toast(words.copied)
  }
  const answer = await post({message, press: button.data || button.text})
  if (!answer) return
  const {text, alert, url} = await answer.json()
  if (safe(url)) window.open(safe(url), '_blank', 'noopener')
  if (text && alert) {
    $('alert').querySelector('p').textContent = text
    $('alert').showModal()
  } else if (text) toast(text)
}

const low = () => chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80
const toEnd = () => { chat.scrollTop = chat.scrollHeight }

// place puts an element where its message belongs, below the day it came.
function place(m, element) {
  const old = shown.get(m.id)
  shown.set(m.id, element)
  if (old) return old.replaceWith(element)
  const date = day.format(new Date(m.at))
  if (chat.dataset.day !== date) {
    chat.dataset.day = date
    chat.append(make('p', {className: 'event'}, date))
  }
  chat.append(element)
}

function update(changes) {
  const follow = low()
  for (const m of changes.messages || []) {
    const state = JSON.stringify(m)
    if (shown.get(m.id)?.state === state) continue // told again after a connection
    place(m, Object.assign(bubble(m), {state}))
  }
  for (const id of changes.removed || []) {
    shown.get(id)?.remove()
    shown.delete(id)
  }
  $('empty').hidden = shown.size > 0
  menu(changes.menu || [])
  if (follow) toEnd()
}

function menu(commands) {
  $('slash').hidden = commands.length === 0
  $('menu').replaceChildren(...commands.map(({command, description}) => {
    const line = make('button', {type: 'button'}, make('b', {}, '/' + command), make('span', {dir: 'auto'}, description))
    line.addEventListener('click', () => { $('menu').hidden = true; say('/' + command) })
    return line
  }))
}

// fit gives the box the height and the direction of what stands in it.
function fit() {
  box.dir = box.value ? 'auto' : words.dir
  box.style.height = 'auto'
  box.style.height = box.scrollHeight + 'px'
}

function listen() {
  const events = new EventSource(location.pathname)
  const status = $('status').textContent
  let seen = null
  events.onopen = () => { $('status').textContent = status; seen = new Set() }
  events.onmessage = event => {
    const changes = JSON.parse(event.data)
    if (seen) { // the first event after a connection tells everything
      for (const m of changes.messages || []) seen.add(m.id)
      changes.removed = [...shown.keys()].filter(id => !seen.has(id)).concat(changes.removed || [])
      seen = null
    }
    update(changes)
  }
  events.onerror = () => { $('status').textContent = words.offline }
}

$('face').textContent = [...document.title.trim()][0]?.toUpperCase() || ''
$('slash').addEventListener('click', () => { $('menu').hidden = !$('menu').hidden })
$('down').addEventListener('click', toEnd)
chat.addEventListener('scroll', () => { $('down').hidden = low() })
box.addEventListener('input', fit)
box.addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault()
    $('composer').requestSubmit()
  }
})
$('composer').addEventListener('submit', async event => {
  event.preventDefault()
  const text = box.value.trim()
  if (!text) return
  if (await say(text)) {
    box.value = ''
    fit()
    toEnd()
  }
  box.focus()
})
update(JSON.parse($('state').textContent))
fit()
toEnd()
listen()
