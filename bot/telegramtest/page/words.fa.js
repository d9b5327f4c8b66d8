// The page's words in Persian.

export default {
  write: 'پیام', send: 'فرستادن', attach: 'پیوست عکس یا فایل', commands: 'منو', keyboard: 'صفحه‌کلید', back: 'بازگشت', more: 'بیشتر',
  close: 'بستن', end: 'رفتن به تازه‌ترین پیام', reply: 'پاسخ', edit: 'ویرایش', copy: 'رونوشت متن', copied: 'رونوشت شد', react: 'واکنش',
  edited: 'ویرایش‌شده', silent: 'بی‌صدا', ok: 'باشد', cancel: 'لغو', make: 'ساختن',
  youAre: 'شما', switchUser: 'تعویض کاربر', newUser: 'کاربر تازه…', newGroup: 'گروه تازه…', newForum: 'گروه تازه با تاپیک‌ها…', newChannel: 'کانال تازه…',
  newChat: 'تازه', name: 'نام', title: 'عنوان', language: 'کد زبان، مانند fa', chats: 'گفت‌وگوها', others: 'برای پیوستن',
  pick: 'گفت‌وگویی را برگزینید', nobody: 'هنوز کسی نیست. برای آغاز کاربری بسازید.', empty: 'هنوز پیامی نیست',
  canDo: 'این ربات چه می‌کند؟', start: 'شروع', restart: 'شروع دوباره', block: 'مسدود کردن ربات', unblock: 'رفع مسدودی ربات',
  join: 'پیوستن', joinChannel: 'پیوستن به کانال', leave: 'ترک کردن', addBot: 'افزودن ربات', addAdmin: 'افزودن ربات به‌عنوان مدیر', removeBot: 'حذف ربات',
  newTopic: 'تاپیک تازه…', general: 'عمومی', topicClosed: 'این تاپیک بسته است', closeTopic: 'بستن این تاپیک', reopenTopic: 'بازگشایی این تاپیک',
  readOnly: 'تنها مدیران می‌توانند بنویسند', subscribed: 'این کانال را دنبال می‌کنید', pinned: 'پیام سنجاق‌شده', photo: 'عکس', file: 'فایل',
  offline: 'در حال اتصال…', today: 'امروز', yesterday: 'دیروز', noAnswer: 'ربات پاسخ نداد', noServer: 'سرور پاسخ نمی‌دهد', you: 'شما', unread: '{n} خوانده‌نشده', unreadLine: 'پیام‌های خوانده‌نشده', draft: 'پیش‌نویس',
  bot: 'ربات', forum: 'تاپیک‌ها', group: 'گروه', channel: 'کانال', member: '{n} عضو', members: '{n} عضو', subscriber: '{n} دنبال‌کننده', subscribers: '{n} دنبال‌کننده', showMore: 'بیشتر', showLess: 'کمتر',
  joined: '{who} به گروه پیوست', added: '{who}، {other} را افزود', left: '{who} گروه را ترک کرد', removed: '{who}، {other} را حذف کرد',
  topicMade: '{who} تاپیک «{name}» را ساخت', topicClosedBy: '{who} تاپیک را بست', topicReopened: '{who} تاپیک را باز کرد',
  topicRenamed: '{who} نام تاپیک را «{name}» گذاشت', pinnedBy: '{who} «{name}» را سنجاق کرد', pinnedGone: '{who} پیامی را سنجاق کرد', migrated: 'گروه، ابرگروه شد',
}
