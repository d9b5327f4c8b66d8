// The page's words in Russian.

export default {
  write: 'Сообщение', send: 'Отправить', attach: 'Прикрепить фото или файл', commands: 'Меню', keyboard: 'Клавиатура', back: 'Назад', more: 'Ещё',
  close: 'Закрыть', end: 'К последнему сообщению', reply: 'Ответить', edit: 'Изменить', copy: 'Копировать текст', copied: 'Скопировано', react: 'Реакция',
  edited: 'изменено', silent: 'без звука', ok: 'ОК', cancel: 'Отмена', make: 'Создать',
  youAre: 'Вы', switchUser: 'Сменить пользователя', newUser: 'Новый пользователь…', newGroup: 'Новая группа…', newForum: 'Новая группа с ветками…', newChannel: 'Новый канал…',
  newChat: 'Создать', name: 'Имя', title: 'Название', language: 'Код языка, например ru', chats: 'Чаты', others: 'Куда можно вступить',
  pick: 'Выберите чат', nobody: 'Здесь пока никого нет. Создайте пользователя.', empty: 'Здесь пока нет сообщений',
  canDo: 'Что умеет этот бот?', start: 'Начать', restart: 'Перезапустить бота', block: 'Заблокировать бота', unblock: 'Разблокировать бота',
  join: 'Вступить', joinChannel: 'Подписаться', leave: 'Выйти', addBot: 'Добавить бота', addAdmin: 'Добавить бота администратором', removeBot: 'Удалить бота',
  newTopic: 'Новая ветка…', general: 'Общая', topicClosed: 'Эта ветка закрыта', closeTopic: 'Закрыть ветку', reopenTopic: 'Открыть ветку снова',
  readOnly: 'Здесь пишут только администраторы', subscribed: 'Вы подписаны на этот канал', pinned: 'Закреплённое сообщение', photo: 'Фото', file: 'Файл',
  offline: 'Соединение…', today: 'Сегодня', yesterday: 'Вчера', noAnswer: 'Бот не ответил', noServer: 'Сервер не отвечает', you: 'Вы',
  unread: 'непрочитанных: {n}', unreadLine: 'Непрочитанные сообщения', draft: 'Черновик',
  bot: 'бот', forum: 'ветки', group: 'группа', channel: 'канал', member: 'участников: {n}', members: 'участников: {n}', subscriber: 'подписчиков: {n}', subscribers: 'подписчиков: {n}', showMore: 'Показать ещё', showLess: 'Свернуть',
  joined: '{who} теперь в группе', added: '{who} добавляет {other}', left: '{who} больше не в группе', removed: '{who} удаляет {other}',
  topicMade: '{who} создаёт ветку «{name}»', topicClosedBy: '{who} закрывает ветку', topicReopened: '{who} снова открывает ветку',
  topicRenamed: '{who} переименовывает ветку в «{name}»', pinnedBy: '{who} закрепляет «{name}»', pinnedGone: '{who} закрепляет сообщение', migrated: 'Группа стала супергруппой',
}
