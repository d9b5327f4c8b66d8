// The page's words in English.

export default {
  write: 'Message', send: 'Send', attach: 'Attach a photo or file', commands: 'Menu', keyboard: 'Keyboard', back: 'Back', more: 'More',
  close: 'Close', end: 'Go to the newest message', reply: 'Reply', edit: 'Edit', copy: 'Copy text', copied: 'Copied', react: 'React',
  edited: 'edited', silent: 'without a sound', ok: 'OK', cancel: 'Cancel', make: 'Create',
  youAre: 'You are', switchUser: 'Switch user', newUser: 'New user…', newGroup: 'New group…', newForum: 'New group with topics…', newChannel: 'New channel…',
  newChat: 'New', name: 'Name', title: 'Title', language: 'Language code, such as fa', chats: 'Chats', others: 'Others to join',
  pick: 'Select a chat to start messaging', nobody: 'There is nobody yet. Make a user to begin.', empty: 'No messages here yet',
  canDo: 'What can this bot do?', start: 'START', restart: 'RESTART BOT', block: 'Block the bot', unblock: 'Unblock the bot',
  join: 'JOIN', joinChannel: 'JOIN CHANNEL', leave: 'Leave', addBot: 'Add the bot', addAdmin: 'Add the bot as administrator', removeBot: 'Remove the bot',
  newTopic: 'New topic…', general: 'General', topicClosed: 'This topic is closed', closeTopic: 'Close this topic', reopenTopic: 'Reopen this topic',
  readOnly: 'Only administrators can write here', subscribed: 'You are following this channel', pinned: 'Pinned message', photo: 'Photo', file: 'File',
  offline: 'Connecting…', today: 'Today', yesterday: 'Yesterday', noAnswer: 'The bot did not answer', noServer: 'The server does not answer', you: 'You', unread: '{n} unread', unreadLine: 'Unread messages', draft: 'Draft',
  bot: 'bot', forum: 'topics', group: 'group', channel: 'channel', member: '{n} member', members: '{n} members', subscriber: '{n} subscriber', subscribers: '{n} subscribers', showMore: 'Show more', showLess: 'Show less',
  joined: '{who} joined the group', added: '{who} added {other}', left: '{who} left the group', removed: '{who} removed {other}',
  topicMade: '{who} created the topic “{name}”', topicClosedBy: '{who} closed the topic', topicReopened: '{who} reopened the topic',
  topicRenamed: '{who} renamed the topic to “{name}”', pinnedBy: '{who} pinned “{name}”', pinnedGone: '{who} pinned a message', migrated: 'The group became a supergroup',
}
