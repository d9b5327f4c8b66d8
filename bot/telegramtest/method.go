package telegramtest

// handlers carry out the methods, by their names in the table of the Bot API.
// A method of the table without a handler is refused as not simulated, once
// its parameters are found right.
var handlers = map[string]func(*Server, *request) (any, error){
	// Updates: updates.go, webhook.go.
	"getUpdates":     (*Server).getUpdates,
	"setWebhook":     (*Server).setWebhook,
	"deleteWebhook":  (*Server).deleteWebhook,
	"getWebhookInfo": (*Server).getWebhookInfo,

	// Messages: send.go, sendfile.go, getfile.go, edit.go, forward.go, pin.go,
	// reaction.go, callback.go.
	"sendMessage":            (*Server).sendMessage,
	"sendPhoto":              (*Server).sendPhoto,
	"sendDocument":           (*Server).sendDocument,
	"sendMediaGroup":         (*Server).sendMediaGroup,
	"getFile":                (*Server).getFile,
	"editMessageText":        (*Server).editMessageText,
	"editMessageCaption":     (*Server).editMessageCaption,
	"editMessageMedia":       (*Server).editMessageMedia,
	"editMessageReplyMarkup": (*Server).editMessageReplyMarkup,
	"deleteMessage":          (*Server).deleteMessage,
	"deleteMessages":         (*Server).deleteMessages,
	"forwardMessage":         (*Server).forwardMessage,
	"copyMessage":            (*Server).copyMessage,
	"pinChatMessage":         (*Server).pinChatMessage,
	"unpinChatMessage":       (*Server).unpinChatMessage,
	"setMessageReaction":     (*Server).setMessageReaction,
	"answerCallbackQuery":    (*Server).answerCallbackQuery,
	"sendChatAction":         (*Server).sendChatAction,

	// The bot itself: info.go, commands.go, profile.go.
	"getMe":                           (*Server).getMe,
	"setMyCommands":                   (*Server).setMyCommands,
	"deleteMyCommands":                (*Server).deleteMyCommands,
	"getMyCommands":                   (*Server).getMyCommands,
	"setMyName":                       (*Server).setMyName,
	"getMyName":                       (*Server).getMyName,
	"setMyDescription":                (*Server).setMyDescription,
	"getMyDescription":                (*Server).getMyDescription,
	"setMyShortDescription":           (*Server).setMyShortDescription,
	"getMyShortDescription":           (*Server).getMyShortDescription,
	"setMyDefaultAdministratorRights": (*Server).setMyDefaultAdministratorRights,
	"getMyDefaultAdministratorRights": (*Server).getMyDefaultAdministratorRights,
	"setChatMenuButton":               (*Server).setChatMenuButton,
	"getChatMenuButton":               (*Server).getChatMenuButton,

	// Chats and who is in them: info.go, moderate.go.
	"getChat":               (*Server).getChat,
	"getChatMember":         (*Server).getChatMember,
	"getChatAdministrators": (*Server).getChatAdministrators,
	"leaveChat":             (*Server).leaveChat,
	"getChatMemberCount":    (*Server).getChatMemberCount,
	"banChatMember":         (*Server).banChatMember,
	"unbanChatMember":       (*Server).unbanChatMember,
	"exportChatInviteLink":  (*Server).exportChatInviteLink,
	"createChatInviteLink":  (*Server).createChatInviteLink,

	// The topics of a forum: topic.go.
	"createForumTopic": (*Server).createForumTopic,
	"editForumTopic":   (*Server).editForumTopic,
	"closeForumTopic":  (*Server).closeForumTopic,
	"reopenForumTopic": (*Server).reopenForumTopic,
	"deleteForumTopic": (*Server).deleteForumTopic,
}
