// What stands over the page for a moment: toasts, windows, menus, a photo in
// full size.

import {$, make, tool} from './dom.js'
import {words} from './words.js'

let fading

/** toast shows a text in passing. */
export function toast(text) {
  const element = $('toast')
  element.textContent = text
  element.showPopover()
  clearTimeout(fading)
  fading = setTimeout(() => element.hidePopover(), 4000)
}

/** alertWindow shows a text until it is closed. */
export function alertWindow(title, text) {
  const ok = make('button', {className: 'key', textContent: words.ok})
  $('window').replaceChildren(
    make('h2', {textContent: title, dir: 'auto'}), make('p', {className: 'plain', textContent: text}),
    make('form', {method: 'dialog'}, ok))
  $('window').setAttribute('aria-label', title)
  $('window').showModal()
  ok.focus()
}

/** ask shows fields to fill in and returns their values, or nothing. */
export function ask(title, fields, accept = words.make) {
  const inputs = fields.map(({name, label, value = ''}) => make('input', {name, value, placeholder: label, dir: 'auto', autocomplete: 'off', attrs: {'aria-label': label}}))
  const dialog = $('window')
  dialog.setAttribute('aria-label', title)
  return new Promise(resolve => {
    const form = make('form', {method: 'dialog', on: {submit: () => resolve(Object.fromEntries(inputs.map(input => [input.name, input.value.trim()])))}},
      ...inputs, make('div', {className: 'keys'},
        make('button', {type: 'button', className: 'key', textContent: words.cancel, on: {click: () => dialog.close()}}),
        make('button', {className: 'key', textContent: accept})))
    dialog.replaceChildren(make('h2', {textContent: title, dir: 'auto'}), form)
    dialog.addEventListener('close', () => resolve(), {once: true})
    dialog.showModal()
    inputs[0].focus()
  })
}

/** view shows a photo in full size. */
export function view(address, caption) {
  const dialog = $('viewer')
  dialog.setAttribute('aria-label', caption || words.photo)
  dialog.replaceChildren(
    tool('close', words.close, () => dialog.close()),
    make('img', {src: address, alt: caption || words.photo}),
    caption ? make('p', {className: 'plain', textContent: caption}) : null)
  dialog.onclick = event => { if (event.target.tagName !== 'P') dialog.close() }
  dialog.showModal()
}

/** menu opens a list of things to do beside the element it belongs to. An
 * entry is {label, act, danger, content, checked}. */
export function menu(anchor, entries) {
  const element = $('menu')
  element.replaceChildren(...entries.filter(Boolean).map(({label, act, danger, content, checked}) =>
    make('button', {type: 'button', className: danger ? 'danger' : '', attrs: {
      role: checked === undefined ? 'menuitem' : 'menuitemradio', 'aria-checked': checked === undefined ? undefined : String(checked),
    }, on: {click: () => { element.hidePopover(); anchor.focus({preventScroll: true}); act() }}}, content || make('span', {dir: 'auto'}, label))))
  element.showPopover()
  const at = anchor.getBoundingClientRect(), gap = 6
  const left = Math.min(at.left, innerWidth - element.offsetWidth - gap)
  const below = at.bottom + gap + element.offsetHeight <= innerHeight
  element.style.left = Math.max(gap, left) + 'px'
  element.style.top = Math.max(gap, below ? at.bottom + gap : at.top - gap - element.offsetHeight) + 'px'
  element.querySelector('[aria-checked=true], button')?.focus()
}

$('menu').addEventListener('keydown', event => {
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key]
  if (!step) return
  event.preventDefault()
  const buttons = [...$('menu').children]
  buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus()
})
