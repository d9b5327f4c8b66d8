// Elements. All text becomes text nodes, never markup; the policy of the page
// forbids the other way.

export const $ = id => document.getElementById(id)

/** make returns an element with properties and children; data-, aria- and
 * other attributes stand under `attrs`. */
export function make(tag, {attrs = {}, on = {}, ...properties} = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  for (const [name, value] of Object.entries(attrs)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value)
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener)
  element.append(...children.filter(child => child !== null && child !== undefined && child !== ''))
  return element
}

/** renew puts children in the place of those there are, and leaves alone what
 * would look the same, so that no press or focus on it is lost. */
export function renew(parent, ...children) {
  const old = [...parent.childNodes], fresh = children.filter(Boolean)
  if (old.length !== fresh.length) return parent.replaceChildren(...fresh)
  fresh.forEach((node, i) => { if (!node.isEqualNode(old[i])) old[i].replaceWith(node) })
}

/** icon returns one of the frame's symbols. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use')
  use.setAttribute('href', '#icon-' + name)
  svg.append(use)
  return svg
}

/** tool returns a round button with an icon and a name for those who hear it. */
export function tool(name, label, act, attrs = {}) {
  return make('button', {type: 'button', className: 'round', title: label, attrs: {'aria-label': label, ...attrs}, on: {click: act}}, icon(name))
}

/** isolated keeps a name's direction from the words around it. */
export const isolated = text => make('bdi', {}, text)

/** face returns the round picture of a user or a chat: its first letter on
 * the colour of its ID. */
export function face(title, id, small = false) {
  const letter = [...(title || '').matchAll(/[\p{L}\p{N}]/gu)][0]?.[0] || [...(title || '?')][0]
  return make('span', {className: `face tint${Math.abs(id) % 7}${small ? ' small' : ''}`, attrs: {'aria-hidden': 'true'}}, letter.toUpperCase())
}

/** safe returns a link that may be followed, or nothing. */
export function safe(url) {
  try {
    const parsed = new URL(url)
    return ['http:', 'https:', 'tg:', 'mailto:'].includes(parsed.protocol) ? parsed.href : ''
  } catch { return '' }
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
const letter = /\p{L}/u
const opening = /[\u2066-\u2068]/

/** runsRightToLeft tells the direction of a paragraph: that of its first
 * strong character outside isolates (rules P2 and P3 of UAX 9), or else of the
 * first one inside. */
export function runsRightToLeft(paragraph) {
  let depth = 0, inside
  for (const c of paragraph) {
    if (opening.test(c)) depth++
    else if (c === '\u2069') depth = Math.max(0, depth - 1)
    const strong = c === '\u200e' ? false : c === '\u200f' ? true : letter.test(c) ? rightToLeft.test(c) : undefined
    if (strong === undefined) continue
    if (depth === 0) return strong
    inside ??= strong
  }
  return inside ?? false
}
