// The page's words in Dari.

export default {
  write: 'پیام', send: 'فرستادن', attach: 'ضمیمهٔ عکس یا فایل', commands: 'منو', keyboard: 'کیبورد', back: 'برگشت', more: 'بیشتر',
  close: 'بستن', end: 'رفتن به تازه‌ترین پیام', reply: 'جواب', edit: 'ویرایش', copy: 'کاپی متن', copied: 'کاپی شد', react: 'واکنش',
  edited: 'ویرایش‌شده', silent: 'بی‌صدا', ok: 'درست است', cancel: 'لغو', make: 'ساختن',
  youAre: 'شما', switchUser: 'تبدیل کاربر', newUser: 'کاربر نو…', newGroup: 'گروپ نو…', newForum: 'گروپ نو با تاپیک‌ها…', newChannel: 'کانال نو…',
  newChat: 'نو', name: 'نام', title: 'عنوان', language: 'کد زبان، مانند fa-AF', chats: 'گفت‌وگوها', others: 'برای پیوستن',
  pick: 'یک گفت‌وگو را انتخاب کنید', nobody: 'هنوز کسی نیست. برای شروع یک کاربر بسازید.', empty: 'هنوز پیامی نیست',
  canDo: 'این ربات چه می‌کند؟', start: 'شروع', restart: 'شروع دوباره', block: 'مسدود کردن ربات', unblock: 'رفع مسدودی ربات',
  join: 'پیوستن', joinChannel: 'پیوستن به کانال', leave: 'ترک کردن', addBot: 'افزودن ربات', addAdmin: 'افزودن ربات به حیث ادمین', removeBot: 'حذف ربات',
  newTopic: 'تاپیک نو…', general: 'عمومی', topicClosed: 'این تاپیک بسته است', closeTopic: 'بستن این تاپیک', reopenTopic: 'باز کردن دوبارهٔ این تاپیک',
  readOnly: 'تنها ادمین‌ها می‌توانند بنویسند', subscribed: 'این کانال را دنبال می‌کنید', pinned: 'پیام سنجاق‌شده', photo: 'عکس', file: 'فایل',
  offline: 'در حال وصل شدن…', today: 'امروز', yesterday: 'دیروز', noAnswer: 'ربات جواب نداد', noServer: 'سرور جواب نمی‌دهد', you: 'شما',
  unread: '{n} خوانده‌نشده', unreadLine: 'پیام‌های خوانده‌نشده', draft: 'پیش‌نویس',
  bot: 'ربات', forum: 'تاپیک‌ها', group: 'گروپ', channel: 'کانال', member: '{n} عضو', members: '{n} عضو', subscriber: '{n} دنبال‌کننده', subscribers: '{n} دنبال‌کننده', showMore: 'بیشتر', showLess: 'کمتر',
  joined: '{who} به گروپ پیوست', added: '{who}، {other} را افزود', left: '{who} گروپ را ترک کرد', removed: '{who}، {other} را حذف کرد',
  topicMade: '{who} تاپیک «{name}» را ساخت', topicClosedBy: '{who} تاپیک را بست', topicReopened: '{who} تاپیک را باز کرد',
  topicRenamed: '{who} نام تاپیک را «{name}» گذاشت', pinnedBy: '{who} «{name}» را سنجاق کرد', pinnedGone: '{who} یک پیام را سنجاق کرد', migrated: 'گروپ به سوپرگروپ تبدیل شد',
}
