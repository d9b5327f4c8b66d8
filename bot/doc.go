// Package bot is rasad's face in Telegram: it answers commands and sends what
// the store's queue holds.
//
// One process at a time does so for a bot token, by the lease news.SendLease;
// others stand by. Who leads runs five loops:
//
//	poll.go       updates → talks; the offset moves once they are handled, or
//	webhook.go    updates that Telegram brings → talks
//	queue.go      deliveries → Telegram, in order by chat, by class among chats
//	drawing.go    keyboards that changed → edits, when their chat can spare one
//	channel.go    the channels of the configuration → subscriptions
//	casting.go    broadcasts → deliveries, and how far they are
//
// Around them:
//
//	bot.go        Bot, its Config and Run
//	lead.go       who leads, and for how long that is sure
//	store.go      Store: what the bot needs of a store
//	trouble.go    what fails again and again is logged once, and once when it is over
//	classes.go    whose turn it is: answers, urgent and normal alerts, digests, broadcasts
//	when.go       who is told when: quiet hours, digests, mutes and filters once more
//	backlog.go    what had to wait becomes one message
//	deliver.go    one attempt at a delivery, from Begin to its outcome
//	letter.go     a delivery written in its chat's language, and sent or edited
//	outcome.go    what follows from each of Telegram's answers to a delivery
//	owner.go      notices to a chat's owner
//	closed.go     what follows from a forum topic that is closed, and opens again
//	limits.go     how fast Telegram lets a bot send: buckets and their measures
//	pace.go       when the next message may go out
//	flood.go      what follows from a 429
//	grace.go      how long what is under way may take once the bot is to end
//	reach.go      outages of Telegram: nothing is sent before it answers again
//	inbox.go      updates under way, a lane by chat
//	handle.go     one update, until it is handled
//	answer.go     sending an answer, at once or else through the queue
//	command.go    what was written: a command and its words
//	chat.go       a talk: who speaks where, in which language
//	rights.go     who may change a chat's settings
//	talk.go       a message is heard
//	commands.go   all commands: from each to what carries it out
//	screen.go     messages that show how things stand, drawn anew in their place
//	press.go      a button is pressed: all acts
//	offers.go     only what stands under a message is heeded
//	recent.go     what is remembered of messages for a while
//	stale.go      buttons that are too old
//	thrift.go     how often a user may ask for what costs much
//	topics.go     /start, /topics and their buttons
//	language.go   /language and its buttons
//	subscribe.go  /subscribe, /unsubscribe, /subscriptions
//	options.go    what stands beside the topics of /subscribe: mode and filter
//	settings.go   /settings, and /id
//	settings_*.go the screens of the settings, and /subscriptions, /digest,
//	              /quiet, /format, /timezone with them
//	mute.go       /mute, /snooze
//	zone.go       the time zone that a word means
//	spell.go      times, spans, modes and severities as people write them
//	find.go       the topic that a word means
//	tell.go       /help, /status
//	watch.go      /watch: a query is tried, and saved
//	watches.go    /watches, /unwatch and what can be done with a watch
//	ask.go        the bot asks for a name, and what is written next is that
//	search.go     Library and /search: pages of what a query finds
//	latest.go     /latest: pages of the newest, by topic
//	under.go      what stands under an alert: votes, and what is muted
//	why.go        /why: why an alert came
//	stats.go      /stats: what was counted for a chat
//	photo.go      charts as photos, by file_id where Telegram has them
//	export.go     /export: the chat's articles as a table
//	outlets.go    /sources
//	share.go      links that share a topic or a watch
//	keep.go       what is too long for a button's data
//	access.go     who may use the bot: open, list or invitations
//	invite.go     /invite
//	admin.go      /status for admins, /pause, /resume, /reload
//	admin_users.go /users; admin_decide.go: /allow, /deny
//	buried.go     what was given up, and sending it again
//	broadcast.go  /broadcast: a text for many chats, once each
//	              broadcast_screen.go: its buttons; audience.go: who is to get it
//	privacy.go    /privacy, /forget
//	channels.go   /channels: channels are run from their admins' private chats
//	              channel_list.go: the list of them
//	channel_name.go  how a channel is named, and which is meant
//	aim.go        commands that name the channel that they are about
//	member.go     the bot is added, blocked, kicked; groups that become supergroups
//	menu.go       the menus of commands, by scope and language; the bot's profile
//
// Sending keeps within 28 messages a second, 22 of bulk, so that six stay free:
// an urgent alert goes out within a second while 100,000 chats are told of
// something else. make simulate proves it, in virtual time.
//
// Texts stand in package message, charts in package chart, and the ways of
// Telegram's server in package telegram.
package bot
