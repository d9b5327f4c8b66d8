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

	// Messages: send.go, sendfile.go, getfile.go, edit.go, callback.go.
	"sendMessage":            (*Server).sendMessage,
	"sendPhoto":              (*Server).sendPhoto,
	"sendDocument":           (*Server).sendDocument,
	"sendMediaGroup":         (*Server).sendMediaGroup,
	"getFile":                (*Server).getFile,
	"editMessageText":        (*Server).editMessageText,
	"editMessageReplyMarkup": (*Server).editMessageReplyMarkup,
	"deleteMessage":          (*Server).deleteMessage,
	"answerCallbackQuery":    (*Server).answerCallbackQuery,
	"sendChatAction":         (*Server).sendChatAction,

	// The bot itself: info.go, commands.go.
	"getMe":            (*Server).getMe,
	"setMyCommands":    (*Server).setMyCommands,
	"deleteMyCommands": (*Server).deleteMyCommands,
	"getMyCommands":    (*Server).getMyCommands,

	// Chats and who is in them: info.go.
	"getChat":               (*Server).getChat,
	"getChatMember":         (*Server).getChatMember,
	"getChatAdministrators": (*Server).getChatAdministrators,
	"leaveChat":             (*Server).leaveChat,
}
