// The page's words in Arabic.

export default {
  write: 'رسالة', send: 'إرسال', attach: 'إرفاق صورة أو ملف', commands: 'القائمة', keyboard: 'لوحة المفاتيح', back: 'رجوع', more: 'المزيد',
  close: 'إغلاق', end: 'الانتقال إلى أحدث رسالة', reply: 'رد', edit: 'تعديل', copy: 'نسخ النص', copied: 'نُسخ', react: 'تفاعل',
  edited: 'معدّلة', silent: 'بلا صوت', ok: 'حسنًا', cancel: 'إلغاء', make: 'إنشاء',
  youAre: 'أنت', switchUser: 'تبديل المستخدم', newUser: 'مستخدم جديد…', newGroup: 'مجموعة جديدة…', newForum: 'مجموعة جديدة بأقسام…', newChannel: 'قناة جديدة…',
  newChat: 'جديد', name: 'الاسم', title: 'العنوان', language: 'رمز اللغة، مثل ar', chats: 'المحادثات', others: 'للانضمام',
  pick: 'اختر محادثة للبدء', nobody: 'لا أحد هنا بعد. أنشئ مستخدمًا للبدء.', empty: 'لا رسائل هنا بعد',
  canDo: 'ماذا يستطيع هذا البوت؟', start: 'ابدأ', restart: 'ابدأ من جديد', block: 'حظر البوت', unblock: 'إلغاء حظر البوت',
  join: 'انضمام', joinChannel: 'الانضمام إلى القناة', leave: 'مغادرة', addBot: 'إضافة البوت', addAdmin: 'إضافة البوت مشرفًا', removeBot: 'إزالة البوت',
  newTopic: 'قسم جديد…', general: 'عام', topicClosed: 'هذا القسم مغلق', closeTopic: 'إغلاق هذا القسم', reopenTopic: 'إعادة فتح هذا القسم',
  readOnly: 'الكتابة هنا للمشرفين وحدهم', subscribed: 'أنت تتابع هذه القناة', pinned: 'رسالة مثبّتة', photo: 'صورة', file: 'ملف',
  offline: 'جارٍ الاتصال…', today: 'اليوم', yesterday: 'أمس', noAnswer: 'لم يُجب البوت', noServer: 'الخادم لا يستجيب', you: 'أنت',
  unread: 'غير مقروءة: {n}', unreadLine: 'رسائل غير مقروءة', draft: 'مسودة',
  bot: 'بوت', forum: 'أقسام', group: 'مجموعة', channel: 'قناة', member: 'الأعضاء: {n}', members: 'الأعضاء: {n}', subscriber: 'المتابعون: {n}', subscribers: 'المتابعون: {n}', showMore: 'المزيد', showLess: 'أقل',
  joined: 'انضمّ {who} إلى المجموعة', added: 'أضاف {who} {other}', left: 'غادر {who} المجموعة', removed: 'أزال {who} {other}',
  topicMade: 'أنشأ {who} القسم «{name}»', topicClosedBy: 'أغلق {who} القسم', topicReopened: 'أعاد {who} فتح القسم',
  topicRenamed: 'سمّى {who} القسم «{name}»', pinnedBy: 'ثبّت {who} «{name}»', pinnedGone: 'ثبّت {who} رسالة', migrated: 'صارت المجموعة مجموعة خارقة',
}
