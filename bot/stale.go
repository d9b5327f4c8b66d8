package bot

import (
	"context"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// tooOld tells who pressed a button that means nothing any more which command
// brings such buttons anew.
func tooOld(l *message.Locale, words []string) effect {
	return effect{notice: l.Label(message.ButtonTooOld, "Command", message.HTML("/"+cure(words)))}
}

// cure returns the command that shows what a button was for.
func cure(words []string) string {
	act, rest := first(words), words[min(1, len(words)):]
	name, ok := actCures[act]
	if act == actShow || act == actAnew {
		name, ok = screenCures[first(rest)]
	}
	if !ok {
		return "help"
	}
	return name
}

var screenCures = map[string]string{
	screenStart: "start", screenTopics: "topics", screenLanguage: "language",
	screenSettings: "settings", screenSubscriptions: "subscriptions", screenSubscription: "subscriptions",
	screenLeave: "subscriptions", screenFilter: "subscriptions", screenSources: "subscriptions",
	screenDigest: "digest", screenQuiet: "quiet", screenFormat: "format", screenZone: "timezone",
	screenMutes: "mute", screenMuteWhat: "mute", screenMute: "mute",
	screenPrivacy: "privacy", screenForget: "forget", screenForgotten: "privacy", screenChannels: "channels",
	screenState: "status", screenUsers: "users", screenUser: "users", screenInvitations: "invite",
	screenBuried: "buried", screenBroadcast: "broadcast",
	screenWatches: "watches", screenWatch: "watches", screenUnwatch: "watches", screenDraft: "watch",
	screenFound: "search", screenStats: "stats", screenExport: "export", screenOutlets: "sources",
	screenShares: "share", screenLatest: "latest", screenNewest: "latest",
}

var actCures = map[string]string{
	actTake: "topics", actLeave: "topics", actSpeak: "language",
	actRhythm: "subscriptions", actFilter: "subscriptions", actEnd: "subscriptions", actDigest: "digest",
	actQuiet: "quiet", actFormat: "format", actZone: "timezone", actMute: "mute", actUnmute: "mute",
	actMuting: "mute", actSilence: "mute", actWhy: "why",
	actAllow: "users", actDeny: "users", actInvite: "invite", actRevoke: "invite",
	actPause: "status", actReload: "status", actRedrive: "buried", actSend: "broadcast", actCancel: "broadcast",
	actForget: "forget", actSave: "watch", actDiscard: "watch", actCall: "watches", actUnask: "watches", actUnwatch: "watches",
	actTry: "watches", actExport: "export", actShare: "share", actJoin: "share", actNewest: "latest",
}

// localeOf returns the language of a chat, or that of an app for a chat that
// is not known, or not to be read now.
func (b *Bot) localeOf(ctx context.Context, chat int64, from *telegram.User) *message.Locale {
	c, known, err := b.store.Chat(ctx, chat)
	switch {
	case err == nil && known:
		return message.For(c, b.now())
	case from != nil:
		return message.In(from.Lang)
	}
	return message.In("")
}
