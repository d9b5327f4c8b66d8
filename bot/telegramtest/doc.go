// Package telegramtest is a Telegram Bot API server for tests and demos. It
// answers a bot as api.telegram.org does, with the same refusals in the same
// words, and has a user side to drive it: people who write, press buttons and
// block the bot, in private chats, groups, forums and channels.
//
//	s := telegramtest.Start(t, telegramtest.Config{})
//	// Point the bot at s.URL() with the token s.Token(), and run it. Then:
//	sara := s.User("Sara", "fa")
//	sara.Say(sara.Private(), "/start")
//	m, err := sara.Private().Wait(ctx, func(m telegramtest.Message) bool { return m.FromBot })
//	pressed, err := sara.Press(sara.Private(), m.ID, "Subscribe")
//	answer, err := pressed.Answer(ctx)
//
// # Ways to run it
//
// [Start] serves on loopback for the time of a test. [New] and [Open] give an
// http.Handler to mount anywhere. [Server.Transport] needs no network at all,
// so that a bot can be tested inside a testing/synctest bubble, where long
// polls and flood waits take no time.
//
// # Stricter than Telegram
//
// Telegram ignores a parameter that it does not know. This server refuses it
// and names it, as it does a field that it does not know in a keyboard, and a
// value of a wrong type: such a call does not do what its author meant. What
// each method takes follows Bot API 10.1. A method, parameter or kind of
// button that the Bot API has and this server does not carry out is refused
// with status 501 and "Not Implemented: telegramtest does not simulate …",
// never passed over.
//
// It carries out getMe, getUpdates, setWebhook (as a state only, for what
// getUpdates answers then), deleteWebhook, getWebhookInfo, setMyCommands,
// deleteMyCommands, getMyCommands, sendMessage, editMessageText,
// editMessageReplyMarkup, deleteMessage, answerCallbackQuery, sendChatAction,
// getChat, getChatMember, getChatAdministrators and leaveChat; as queries,
// forms, multipart and JSON.
//
// # What it refuses
//
//   - 401 for a wrong token, 404 for an unknown method.
//   - A chat that the bot never met is "chat not found", a user who never wrote
//     first "bot can't initiate conversation with a user". [User.Block],
//     [User.Deactivate], [Chat.RemoveBot] and leaveChat give 403 with the words
//     for that kind of chat.
//   - [Chat.AddBot] as [Member] is not enough in a channel; as [Muted] it is not
//     enough anywhere; [Chat.Restrict] silences all but administrators.
//   - [Chat.DeleteTopic] and [Chat.CloseTopic] give "message thread not found"
//     and "TOPIC_CLOSED"; [Chat.Migrate] gives migrate_to_chat_id.
//   - Markup is parsed as Telegram does, see [Parse]. Text counts at most 4096
//     characters after that. Buttons have a text, do one thing, carry at most 64
//     bytes of data and number at most 100.
//   - Editing to the same is "message is not modified"; editing, deleting and
//     answering what is not there have their words too. A callback query can be
//     answered for 15 seconds.
//   - A second getUpdates ends the first with 409.
//   - [Config].Limits refuses floods with 429. [Server.Fail] makes chosen calls
//     go wrong in every way that networks and gateways know, or a share of
//     them by a chance with a seed, until [Server.Heal].
//
// # Updates
//
// The bot gets message, edited_message, channel_post, edited_channel_post,
// callback_query and my_chat_member, and chat_member if it asked for it and
// administers the chat. An offset acknowledges; updates live for a day;
// allowed_updates is remembered until another list comes. In groups the bot is
// in privacy mode unless [Config].ReadsGroups is set or it is an administrator:
// it sees replies to it, mentions of it, commands with its name, and plain
// commands only once it has written there.
//
// # Looking at it
//
// [Chat.Messages] shows a chat as it stands, [Chat.Wait] waits for a message,
// [Server.Calls] lists every call with its answer. [Server.ChatPage] is a web
// page with which a person can watch the chat and take part.
//
// # Keeping it
//
// With [Config].Journal every message is on disk before the bot hears that it
// was accepted. A server that opens the same journal after a crash has the
// same users, chats, messages, commands and waiting updates, so that a test can
// kill the bot and prove that nothing came twice. Users and chats keep their
// IDs when they are made again by the same names, in the same order.
//
// The functions that make users and chats, and those of [User] and [Chat] that
// do what a person could not do in Telegram, panic: a test that goes so wrong
// has nothing to prove.
package telegramtest
