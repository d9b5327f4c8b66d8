// The page's own words. They follow the language of the user who is played;
// the layout does not.

const english = {
  write: 'Message', send: 'Send', attach: 'Attach a photo or file', commands: 'Menu', keyboard: 'Keyboard', back: 'Back', more: 'More',
  close: 'Close', end: 'Go to the newest message', reply: 'Reply', edit: 'Edit', copy: 'Copy text', copied: 'Copied', react: 'React',
  edited: 'edited', silent: 'without a sound', ok: 'OK', cancel: 'Cancel', save: 'Save', make: 'Create',
  youAre: 'You are', switchUser: 'Switch user', newUser: 'New user…', newGroup: 'New group…', newForum: 'New group with topics…', newChannel: 'New channel…',
  newChat: 'New', name: 'Name', title: 'Title', language: 'Language code, such as fa', chats: 'Chats', others: 'Others to join',
  pick: 'Select a chat to start messaging', nobody: 'There is nobody yet. Make a user to begin.', empty: 'No messages here yet',
  canDo: 'What can this bot do?', start: 'START', restart: 'RESTART BOT', block: 'Block the bot', unblock: 'Unblock the bot',
  join: 'JOIN', joinChannel: 'JOIN CHANNEL', leave: 'Leave', addBot: 'Add the bot', addAdmin: 'Add the bot as administrator', removeBot: 'Remove the bot',
  newTopic: 'New topic…', general: 'General', topicClosed: 'This topic is closed', closeTopic: 'Close this topic', reopenTopic: 'Reopen this topic',
  readOnly: 'Only administrators can write here', subscribed: 'You are following this channel', pinned: 'Pinned message', photo: 'Photo', file: 'File',
  offline: 'Connecting…', today: 'Today', yesterday: 'Yesterday', noAnswer: 'The bot did not answer', noServer: 'The server does not answer', you: 'You', unread: 'unread',
  bot: 'bot', forum: 'topics', group: 'group', channel: 'channel', members: 'members', subscribers: 'subscribers', showMore: 'Show more', showLess: 'Show less',
  joined: '{who} joined the group', added: '{who} added {other}', left: '{who} left the group', removed: '{who} removed {other}',
  topicMade: '{who} created the topic “{name}”', topicClosedBy: '{who} closed the topic', topicReopened: '{who} reopened the topic',
  topicRenamed: '{who} renamed the topic to “{name}”', pinnedBy: '{who} pinned “{name}”', pinnedGone: '{who} pinned a message', migrated: 'The group became a supergroup',
}

const persian = {
  write: 'پیام', send: 'فرستادن', attach: 'پیوست عکس یا پرونده', commands: 'منو', keyboard: 'صفحه‌کلید', back: 'بازگشت', more: 'بیشتر',
  close: 'بستن', end: 'رفتن به تازه‌ترین پیام', reply: 'پاسخ', edit: 'ویرایش', copy: 'رونوشت متن', copied: 'رونوشت شد', react: 'واکنش',
  edited: 'ویرایش‌شده', silent: 'بی‌صدا', ok: 'باشد', cancel: 'انصراف', save: 'ذخیره', make: 'ساختن',
  youAre: 'شما', switchUser: 'تعویض کاربر', newUser: 'کاربر تازه…', newGroup: 'گروه تازه…', newForum: 'گروه تازه با موضوع‌ها…', newChannel: 'کانال تازه…',
  newChat: 'تازه', name: 'نام', title: 'عنوان', language: 'کد زبان، مانند fa', chats: 'گفتگوها', others: 'برای پیوستن',
  pick: 'گفتگویی را برگزینید', nobody: 'هنوز کسی نیست. برای آغاز کاربری بسازید.', empty: 'هنوز پیامی نیست',
  canDo: 'این ربات چه می‌کند؟', start: 'شروع', restart: 'شروع دوباره', block: 'مسدود کردن ربات', unblock: 'رفع مسدودی ربات',
  join: 'پیوستن', joinChannel: 'پیوستن به کانال', leave: 'ترک کردن', addBot: 'افزودن ربات', addAdmin: 'افزودن ربات به‌عنوان مدیر', removeBot: 'حذف ربات',
  newTopic: 'موضوع تازه…', general: 'عمومی', topicClosed: 'این موضوع بسته است', closeTopic: 'بستن این موضوع', reopenTopic: 'بازگشایی این موضوع',
  readOnly: 'تنها مدیران می‌توانند بنویسند', subscribed: 'این کانال را دنبال می‌کنید', pinned: 'پیام سنجاق‌شده', photo: 'عکس', file: 'پرونده',
  offline: 'در حال اتصال…', today: 'امروز', yesterday: 'دیروز', noAnswer: 'ربات پاسخ نداد', noServer: 'سرور پاسخ نمی‌دهد', you: 'شما', unread: 'خوانده‌نشده',
  bot: 'ربات', forum: 'موضوع‌ها', group: 'گروه', channel: 'کانال', members: 'عضو', subscribers: 'دنبال‌کننده', showMore: 'بیشتر', showLess: 'کمتر',
  joined: '{who} به گروه پیوست', added: '{who}، {other} را افزود', left: '{who} گروه را ترک کرد', removed: '{who}، {other} را حذف کرد',
  topicMade: '{who} موضوع «{name}» را ساخت', topicClosedBy: '{who} موضوع را بست', topicReopened: '{who} موضوع را باز کرد',
  topicRenamed: '{who} نام موضوع را «{name}» گذاشت', pinnedBy: '{who} «{name}» را سنجاق کرد', pinnedGone: '{who} پیامی را سنجاق کرد', migrated: 'گروه، ابرگروه شد',
}

/** words are those of the language that `speak` chose last. */
export const words = {...english}

/** speak chooses the language, and the formats of dates and numbers. */
export function speak(language = 'en') {
  const isPersian = /^(fa|prs|ps|ar|ur)$/.test(language)
  Object.assign(words, isPersian ? persian : english)
  const locale = isPersian ? 'fa-IR' : 'en-GB'
  document.documentElement.lang = isPersian ? 'fa' : 'en'
  formats.clock = new Intl.DateTimeFormat(locale, {hour: '2-digit', minute: '2-digit'})
  formats.day = new Intl.DateTimeFormat(locale, {day: 'numeric', month: 'long'})
  formats.short = new Intl.DateTimeFormat(locale, {day: 'numeric', month: 'short'})
  formats.full = new Intl.DateTimeFormat(locale, {dateStyle: 'full', timeStyle: 'medium'})
  formats.number = new Intl.NumberFormat(locale, {maximumFractionDigits: 1})
}

const formats = {}
speak()

const midnight = date => new Date(date.getFullYear(), date.getMonth(), date.getDate())
const daysAgo = date => Math.round((midnight(new Date()) - midnight(date)) / 86_400_000)

export const clock = date => formats.clock.format(date)
export const full = date => formats.full.format(date)
export const number = n => formats.number.format(n)

/** day names a day as a separator between messages does. */
export const day = date => [words.today, words.yesterday][daysAgo(date)] || formats.day.format(date)

/** lately is how a list of chats tells the time: today's by the clock. */
export const lately = date => daysAgo(date) === 0 ? clock(date) : formats.short.format(date)

/** size writes a number of bytes. */
export function size(bytes) {
  if (bytes < 1024) return number(bytes) + ' B'
  return bytes < 1 << 20 ? number(bytes / 1024) + ' KB' : number(bytes / (1 << 20)) + ' MB'
}
