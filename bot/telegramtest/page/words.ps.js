// The page's words in Pashto.

export default {
  write: 'پیغام', send: 'لېږل', attach: 'انځور یا فایل نښلول', commands: 'غورنۍ', keyboard: 'کیبورډ', back: 'شاته', more: 'نور',
  close: 'بندول', end: 'تر ټولو نوي پیغام ته', reply: 'ځواب', edit: 'سمول', copy: 'متن کاپي کول', copied: 'کاپي شو', react: 'غبرګون',
  edited: 'سم شوی', silent: 'بې غږه', ok: 'سمه ده', cancel: 'لغوه', make: 'جوړول',
  youAre: 'تاسو', switchUser: 'کارن بدلول', newUser: 'نوی کارن…', newGroup: 'نوې ډله…', newForum: 'له ټاپیکونو سره نوې ډله…', newChannel: 'نوی کانال…',
  newChat: 'نوی', name: 'نوم', title: 'سرلیک', language: 'د ژبې کوډ، لکه ps', chats: 'خبرې اترې', others: 'د ګډون لپاره',
  pick: 'یوې خبرې اترې وټاکئ', nobody: 'لا څوک نشته. د پیل لپاره یو کارن جوړ کړئ.', empty: 'لا پیغام نشته',
  canDo: 'دا بوټ څه کولی شي؟', start: 'پیل', restart: 'بیا پیل', block: 'د بوټ بندول', unblock: 'د بوټ بندیز لرې کول',
  join: 'ګډون', joinChannel: 'په کانال کې ګډون', leave: 'پرېښودل', addBot: 'بوټ ورزیاتول', addAdmin: 'بوټ د مدیر په توګه ورزیاتول', removeBot: 'بوټ لرې کول',
  newTopic: 'نوی ټاپیک…', general: 'عمومي', topicClosed: 'دا ټاپیک تړل شوی دی', closeTopic: 'دا ټاپیک تړل', reopenTopic: 'دا ټاپیک بیا پرانیستل',
  readOnly: 'دلته یوازې مدیران لیکلی شي', subscribed: 'تاسو دا کانال څارئ', pinned: 'ټک وهلی پیغام', photo: 'انځور', file: 'فایل',
  offline: 'نښلول کېږي…', today: 'نن', yesterday: 'پرون', noAnswer: 'بوټ ځواب ور نه کړ', noServer: 'سرور ځواب نه ورکوي', you: 'تاسو',
  unread: '{n} نالوستي', unreadLine: 'نالوستي پیغامونه', draft: 'مسوده',
  bot: 'بوټ', forum: 'ټاپیکونه', group: 'ډله', channel: 'کانال', member: '{n} غړی', members: '{n} غړي', subscriber: '{n} څارونکی', subscribers: '{n} څارونکي', showMore: 'نور', showLess: 'لږ',
  joined: '{who} په ډله کې ګډون وکړ', added: '{who}، {other} ورزیات کړ', left: '{who} ډله پرېښوده', removed: '{who}، {other} لرې کړ',
  topicMade: '{who} د «{name}» ټاپیک جوړ کړ', topicClosedBy: '{who} ټاپیک وتاړه', topicReopened: '{who} ټاپیک بیا پرانیست',
  topicRenamed: '{who} د ټاپیک نوم «{name}» کړ', pinnedBy: '{who} «{name}» ټک واهه', pinnedGone: '{who} یو پیغام ټک واهه', migrated: 'ډله سوپرډله شوه',
}
