// The page's words in Urdu.

export default {
  write: 'پیغام', send: 'بھیجیں', attach: 'تصویر یا فائل منسلک کریں', commands: 'مینو', keyboard: 'کی بورڈ', back: 'واپس', more: 'مزید',
  close: 'بند کریں', end: 'تازہ ترین پیغام پر جائیں', reply: 'جواب', edit: 'ترمیم', copy: 'متن کاپی کریں', copied: 'کاپی ہو گیا', react: 'ردِ عمل',
  edited: 'ترمیم شدہ', silent: 'بے آواز', ok: 'ٹھیک ہے', cancel: 'منسوخ', make: 'بنائیں',
  youAre: 'آپ', switchUser: 'صارف بدلیں', newUser: 'نیا صارف…', newGroup: 'نیا گروپ…', newForum: 'ٹاپکس والا نیا گروپ…', newChannel: 'نیا چینل…',
  newChat: 'نیا', name: 'نام', title: 'عنوان', language: 'زبان کا کوڈ، جیسے ur', chats: 'چیٹس', others: 'شامل ہونے کے لیے',
  pick: 'کوئی چیٹ چنیں', nobody: 'ابھی کوئی نہیں۔ شروع کرنے کے لیے صارف بنائیں۔', empty: 'ابھی کوئی پیغام نہیں',
  canDo: 'یہ بوٹ کیا کر سکتا ہے؟', start: 'اسٹارٹ', restart: 'دوبارہ اسٹارٹ', block: 'بوٹ کو بلاک کریں', unblock: 'بوٹ کو اَن بلاک کریں',
  join: 'شامل ہوں', joinChannel: 'چینل میں شامل ہوں', leave: 'چھوڑ دیں', addBot: 'بوٹ شامل کریں', addAdmin: 'بوٹ کو ایڈمن بنا کر شامل کریں', removeBot: 'بوٹ ہٹائیں',
  newTopic: 'نیا ٹاپک…', general: 'عمومی', topicClosed: 'یہ ٹاپک بند ہے', closeTopic: 'یہ ٹاپک بند کریں', reopenTopic: 'یہ ٹاپک دوبارہ کھولیں',
  readOnly: 'یہاں صرف ایڈمن لکھ سکتے ہیں', subscribed: 'آپ اس چینل کو فالو کر رہے ہیں', pinned: 'پن کیا ہوا پیغام', photo: 'تصویر', file: 'فائل',
  offline: 'رابطہ ہو رہا ہے…', today: 'آج', yesterday: 'کل', noAnswer: 'بوٹ نے جواب نہیں دیا', noServer: 'سرور جواب نہیں دے رہا', you: 'آپ',
  unread: '{n} غیر پڑھے', unreadLine: 'غیر پڑھے پیغامات', draft: 'مسودہ',
  bot: 'بوٹ', forum: 'ٹاپکس', group: 'گروپ', channel: 'چینل', member: '{n} رکن', members: '{n} اراکین', subscriber: '{n} فالوور', subscribers: '{n} فالوورز', showMore: 'مزید', showLess: 'کم',
  joined: '{who} گروپ میں شامل ہوئے', added: '{who} نے {other} کو شامل کیا', left: '{who} نے گروپ چھوڑ دیا', removed: '{who} نے {other} کو ہٹا دیا',
  topicMade: '{who} نے ٹاپک «{name}» بنایا', topicClosedBy: '{who} نے ٹاپک بند کیا', topicReopened: '{who} نے ٹاپک دوبارہ کھولا',
  topicRenamed: '{who} نے ٹاپک کا نام «{name}» رکھا', pinnedBy: '{who} نے «{name}» کو پن کیا', pinnedGone: '{who} نے ایک پیغام پن کیا', migrated: 'گروپ سپرگروپ بن گیا',
}
