// The page's own words, dates and numbers. They follow the language of the user
// who is played; the layout does not.

import ar from './words.ar.js'
import en from './words.en.js'
import fa from './words.fa.js'
import prs from './words.prs.js'
import ps from './words.ps.js'
import ru from './words.ru.js'
import ur from './words.ur.js'

/** The languages: their words, and the locales of their dates and numbers. */
const languages = {
  ar: [ar, 'ar-u-nu-latn'], en: [en, 'en-GB'], fa: [fa, 'fa-IR'], ru: [ru, 'ru'], ur: [ur, 'ur-PK-u-nu-latn'],
  prs: [prs, 'fa-AF-u-ca-persian-nu-arabext'], ps: [ps, 'ps-AF-u-ca-persian-nu-arabext', 'fa-AF-u-ca-persian-nu-arabext'],
}

/** words are those of the language that `speak` chose last. */
export const words = {...en}

/** languageOf returns the one of the languages that suits a tag such as fa-AF.
 * Persian of Afghanistan is Dari; English is for all whose own is missing. */
function languageOf(tag) {
  try {
    const {language, region} = new Intl.Locale(tag.trim().replaceAll('_', '-'))
    const code = language === 'fa' && region === 'AF' ? 'prs' : language
    return code in languages ? code : 'en'
  } catch { return 'en' }
}

/** speak chooses the language that suits a tag. */
export function speak(tag = 'en') {
  const language = languageOf(tag), [table, ...locales] = languages[language]
  Object.assign(words, table)
  const root = document.documentElement
  root.lang = language
  root.dataset.script = ['en', 'ru'].includes(language) ? 'plain' : 'arabic'
  const time = {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'}
  formats.clock = new Intl.DateTimeFormat(locales, time)
  formats.day = new Intl.DateTimeFormat(locales, {day: 'numeric', month: 'long'})
  formats.short = new Intl.DateTimeFormat(locales, {day: 'numeric', month: 'short'})
  formats.full = new Intl.DateTimeFormat(locales, {weekday: 'long', year: 'numeric', month: 'long', day: 'numeric', second: '2-digit', ...time})
  formats.plural = new Intl.PluralRules(locales)
  formats.number = new Intl.NumberFormat(locales, {maximumFractionDigits: 1})
}

const formats = {}
speak()

const midnight = date => new Date(date.getFullYear(), date.getMonth(), date.getDate())
const daysAgo = date => Math.round((midnight(new Date()) - midnight(date)) / 86_400_000)

export const clock = date => formats.clock.format(date)
export const full = date => formats.full.format(date)
export const number = n => formats.number.format(n)

/** counted writes a number into a pattern such as '{n} members', of which there may be one for a single thing. */
export const counted = (n, many, one = many) => (formats.plural.select(n) === 'one' ? one : many).replace('{n}', number(n))

/** day names a day as a separator between messages does. */
export const day = date => [words.today, words.yesterday][daysAgo(date)] || formats.day.format(date)

/** lately is how a list of chats tells the time: today's by the clock. */
export const lately = date => daysAgo(date) === 0 ? clock(date) : formats.short.format(date)

/** size writes a number of bytes. */
export function size(bytes) {
  if (bytes < 1024) return number(bytes) + ' B'
  return bytes < 1 << 20 ? number(bytes / 1024) + ' KB' : number(bytes / (1 << 20)) + ' MB'
}
