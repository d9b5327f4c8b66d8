// Package telegramtest is a Telegram Bot API server for tests and demos. It
// answers a bot as api.telegram.org does, with the same refusals in the same
// words, and has a user side to drive it: people who write, send files, react,
// press buttons and block the bot, in private chats, groups, forums and
// channels.
//
//	s := telegramtest.Start(t, telegramtest.Config{})
//	// Point the bot at s.URL() with the token s.Token(), and run it. Then:
//	sara := s.User("Sara", "fa")
//	sara.Say(sara.Private(), "/start")
//	sara.Expect(t, "Welcome")
//	answer := sara.Tap(t, sara.Private(), "Subscribe")
//	sara.Expect(t, "✅", "Terrorism")
//
// # Ways to run it
//
// [Start] serves on loopback for the time of a test. [New] and [Open] give an
// http.Handler to mount anywhere. [Server.Transport] needs no network at all,
// so that a bot can be tested inside a testing/synctest bubble, where long
// polls and flood waits take no time. [Server.Advance] moves the clock of a
// server that runs in real time. [Server.Close] ends what waits.
//
// A bot in another language finds the same server by a command, with its
// users played over HTTP or on a page in a browser; see [Server.Site] and
// [Server.Control]:
//
//	rasad telegram simulate --user Sara --listen 127.0.0.1:8081 --token 42:TEST
//	curl 'http://127.0.0.1:8081/bot42:TEST/getUpdates?timeout=30'
//	curl -H 'Content-Type: application/json' -d '{"user":"Sara","text":"/start"}' http://127.0.0.1:8081/control/say
//	curl -H 'Content-Type: application/json' -d '{"user":"Sara","text":"Welcome"}' http://127.0.0.1:8081/control/expect
//	curl 'http://127.0.0.1:8081/control/transcript?user=Sara'
//
// # Stricter than Telegram
//
// Telegram ignores a parameter that it does not know. This server refuses it
// and names it, as it does a field that it does not know, or that is missing
// or of a wrong type, anywhere inside a parameter: such a call does not do what
// its author meant. An error names the path:
//
//	reply_markup.inline_keyboard[0][1] of sendMessage has no field "callback"; …
//	can't parse media[2]: Can't find field "media"
//
// Names that the Bot API gave up and its server still takes, such as
// reply_to_message_id, disable_web_page_preview, thumb and hide_keyboard, do
// what they did.
//
// The tables in api/ hold what each method and each object takes in Bot API
// 10.1. What the Bot API has and this server does not carry out is refused with
// status 501 and "Not Implemented: telegramtest does not simulate …", never
// passed over.
//
// It carries out, as queries, forms, multipart and JSON:
//
//   - getMe, getUpdates, setWebhook, deleteWebhook, getWebhookInfo
//   - sendMessage, sendPhoto, sendDocument, sendMediaGroup, sendChatAction,
//     forwardMessage, copyMessage, answerCallbackQuery, setMessageReaction
//   - editMessageText, editMessageCaption, editMessageMedia,
//     editMessageReplyMarkup, deleteMessage, deleteMessages, pinChatMessage,
//     unpinChatMessage
//   - getFile, with the download of /file/bot<token>/<path> for an hour
//   - getChat, getChatMember, getChatAdministrators, getChatMemberCount,
//     banChatMember, unbanChatMember, exportChatInviteLink,
//     createChatInviteLink, leaveChat
//   - createForumTopic, editForumTopic, closeForumTopic, reopenForumTopic,
//     deleteForumTopic
//   - setMyCommands (and deleteMyCommands), setMyName, setMyDescription,
//     setMyShortDescription, setMyDefaultAdministratorRights and
//     setChatMenuButton, each with its get
//
// # What it refuses
//
//   - 401 for a wrong token, 404 for an unknown method.
//   - A chat that the bot never met is "chat not found", unless it is looked up
//     by its public name: then all but its members is told. A user who never
//     wrote first is "bot can't initiate conversation with a user". [User.Block],
//     [User.Deactivate], [Chat.RemoveBot] and leaveChat give 403 with the words
//     for that kind of chat.
//   - [Chat.AddBot] as [Member] is not enough in a channel; as [Muted] it is not
//     enough anywhere; [Chat.Restrict] silences all but administrators.
//   - An [Admin] has the rights that AddBot and [Chat.Promote] name, or all; see
//     [Chat.SetRight] for one. Without its right, posting, pinning, deleting,
//     managing topics, restricting and inviting are refused.
//   - [Chat.DeleteTopic] and [Chat.CloseTopic] give "message thread not found"
//     and "TOPIC_CLOSED"; [Chat.Migrate] gives migrate_to_chat_id.
//   - Markup is parsed as Telegram does, see [Parse], [ParseMarkdownV2] and
//     [ParseMarkdown], in texts and captions. Text counts at most 4096
//     characters after that. Buttons have a text, do one thing, carry at most 64
//     bytes of data and number at most 100.
//   - A photo has at most 10 MB and sides that Telegram takes, a document 50 MB,
//     a caption 1024 characters. A file_id serves for its kind and its bot.
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
// callback_query and my_chat_member. It gets chat_member, message_reaction and
// message_reaction_count if it asked for them and administers the chat; the
// reactions of a private chat need no more than asking.
//
// An offset acknowledges, one below zero all but the last ones, and one far
// ahead nothing; updates live for a day; allowed_updates is remembered until
// another list comes; a poll lasts 50 seconds at most. With [Config].Limits a
// bot that asks for the same offset again at once is slowed down, as by
// Telegram.
//
// In groups the bot is in privacy mode unless [Config].ReadsGroups is set or it
// is an administrator: it sees replies to it, mentions of it, commands with its
// name, and plain commands only once it has written there.
//
// # Webhooks
//
// After setWebhook updates are posted to the bot, with secret_token in the
// header X-Telegram-Bot-Api-Secret-Token. A 2xx takes an update; anything else,
// a redirect too, brings it again after 1, 2, 4 … seconds and then every one to
// two minutes for a day, or when a Retry-After says. What happens in one chat
// comes in order, one after the other; buttons pressed and changes of
// membership are apart from messages there. All else goes side by side over
// max_connections. A method in the answer's body is carried out, unless it
// asks for something. 410 for 23 hours ends a webhook. getWebhookInfo tells the
// last error in Telegram's words.
//
// Without a network, [Config].WebhookTransport takes [Direct] of the bot's own
// handler. Over the network, [Config].LocalWebhooks allows plain http on any
// port, as a Bot API server run with --local does; certificates can be uploaded.
//
// # Looking at it
//
// [Chat.Expect] waits for a message and goes on from there at the next one,
// [Chat.Await] and [Chat.Wait] for any that is wanted, [Chat.ExpectNothing] for
// none. [Chat.Messages] shows a chat as it stands, [Chat.Transcript] as a text
// for people, [Server.Content] the bytes of a file, [Server.Profile] what the
// bot says of itself. [Server.Calls] lists the calls with their answers.
//
// [Server.Site] has a page at / that looks and behaves like a Telegram client,
// on a phone and on a desk, in the light and in the dark. On it a person plays
// any of the users, in all their chats: it shows messages as they come and
// change, with entities, buttons, photos, documents, replies, reactions, pins
// and topics, and writes, presses, joins, leaves and blocks. The address names
// what is open: #user/chat/topic. [User.Note] and [User.NoteIn] say
// beside a name who it is.
//
// # Keeping it
//
// With [Config].Journal every message is on disk before the bot hears that it
// was accepted. A server that opens the same journal after a crash has the
// same users, chats, messages, files, profile, commands, waiting updates and
// webhook, so that a test can kill the bot and prove that nothing came twice.
// Users and chats keep their IDs when they are made again by the same names, in
// the same order.
//
// The functions that make users and chats, and those of [User] and [Chat] that
// do what a person could not do in Telegram, panic: a test that goes so wrong
// has nothing to prove.
package telegramtest
