package telegramtest

import "strings"

// A method is one row of the table of the Bot API methods that the server
// carries out.
type method struct {
	name   string
	params []param
	do     func(*Server, *request) (any, error)
}

// A param is a parameter that a method takes.
type param struct {
	name string
	kind kind

	// missing is what Telegram says when a required parameter is absent or
	// empty. It is empty for optional ones.
	missing string
}

// A kind is the type of a parameter.
type kind int

const (
	integer kind = iota
	boolean
	text
	chatID // an integer, or text that names a chat as @username
	object // JSON, read by the method itself
)

// methods are the methods that are carried out, by lower-case name: Telegram
// does not tell getMe from getme.
var methods = index([]method{
	{"getMe", nil, (*Server).getMe},
	{"getUpdates", []param{
		{"offset", integer, ""}, {"limit", integer, ""}, {"timeout", integer, ""}, {"allowed_updates", object, ""},
	}, (*Server).getUpdates},
	{"setWebhook", []param{
		{"url", text, ""}, {"ip_address", text, ""}, {"max_connections", integer, ""}, {"allowed_updates", object, ""},
		{"drop_pending_updates", boolean, ""}, {"secret_token", text, ""}, {"certificate", text, ""},
	}, (*Server).setWebhook},
	{"deleteWebhook", []param{{"drop_pending_updates", boolean, ""}}, (*Server).deleteWebhook},
	{"getWebhookInfo", nil, (*Server).getWebhookInfo},
	{"setMyCommands", []param{
		{"commands", object, "commands must be specified"}, {"scope", object, ""}, {"language_code", text, ""},
	}, (*Server).setMyCommands},
	{"deleteMyCommands", []param{{"scope", object, ""}, {"language_code", text, ""}}, (*Server).deleteMyCommands},
	{"getMyCommands", []param{{"scope", object, ""}, {"language_code", text, ""}}, (*Server).getMyCommands},
	{"sendMessage", []param{
		{"business_connection_id", text, ""}, {"chat_id", chatID, "chat_id is empty"}, {"message_thread_id", integer, ""},
		{"direct_messages_topic_id", integer, ""}, {"text", text, "message text is empty"}, {"parse_mode", text, ""}, {"entities", object, ""},
		{"link_preview_options", object, ""}, {"disable_notification", boolean, ""}, {"protect_content", boolean, ""},
		{"allow_paid_broadcast", boolean, ""}, {"message_effect_id", text, ""}, {"suggested_post_parameters", object, ""},
		{"reply_parameters", object, ""}, {"reply_markup", object, ""},
	}, (*Server).sendMessage},
	{"editMessageText", []param{
		{"business_connection_id", text, ""}, {"chat_id", chatID, ""}, {"message_id", integer, ""},
		{"inline_message_id", text, ""}, {"text", text, "message text is empty"}, {"parse_mode", text, ""}, {"entities", object, ""},
		{"link_preview_options", object, ""}, {"rich_message", object, ""}, {"reply_markup", object, ""},
	}, (*Server).editMessageText},
	{"editMessageReplyMarkup", []param{
		{"business_connection_id", text, ""}, {"chat_id", chatID, ""}, {"message_id", integer, ""},
		{"inline_message_id", text, ""}, {"reply_markup", object, ""},
	}, (*Server).editMessageReplyMarkup},
	{"deleteMessage", []param{{"chat_id", chatID, "chat_id is empty"}, {"message_id", integer, "message identifier is not specified"}}, (*Server).deleteMessage},
	{"answerCallbackQuery", []param{
		{"callback_query_id", text, "query is too old and response timeout expired or query ID is invalid"}, {"text", text, ""}, {"show_alert", boolean, ""}, {"url", text, ""}, {"cache_time", integer, ""},
	}, (*Server).answerCallbackQuery},
	{"sendChatAction", []param{
		{"business_connection_id", text, ""}, {"chat_id", chatID, "chat_id is empty"}, {"message_thread_id", integer, ""}, {"action", text, "wrong parameter action in request"},
	}, (*Server).sendChatAction},
	{"getChat", []param{{"chat_id", chatID, "chat_id is empty"}}, (*Server).getChat},
	{"getChatMember", []param{{"chat_id", chatID, "chat_id is empty"}, {"user_id", integer, "invalid user_id specified"}}, (*Server).getChatMember},
	{"getChatAdministrators", []param{{"chat_id", chatID, "chat_id is empty"}, {"return_bots", boolean, ""}}, (*Server).getChatAdministrators},
	{"leaveChat", []param{{"chat_id", chatID, "chat_id is empty"}}, (*Server).leaveChat},
})

// otherMethods are the methods of Bot API 10.1 that the server knows by name and
// does not carry out, in lower case.
const otherMethods = `
addstickertoset answerchatjoinrequestquery answerguestquery answerinlinequery
answerprecheckoutquery answershippingquery answerwebappquery approvechatjoinrequest
approvesuggestedpost banchatmember banchatsenderchat close closeforumtopic
closegeneralforumtopic convertgifttostars copymessage copymessages createchatinvitelink
createchatsubscriptioninvitelink createforumtopic createinvoicelink createnewstickerset
declinechatjoinrequest declinesuggestedpost deleteallmessagereactions
deletebusinessmessages deletechatphoto deletechatstickerset deleteforumtopic
deletemessagereaction deletemessages deletestickerfromset deletestickerset deletestory
editchatinvitelink editchatsubscriptioninvitelink editforumtopic editgeneralforumtopic
editmessagecaption editmessagechecklist editmessagelivelocation editmessagemedia editstory
edituserstarsubscription exportchatinvitelink forwardmessage forwardmessages
getavailablegifts getbusinessaccountgifts getbusinessaccountstarbalance
getbusinessconnection getchatgifts getchatmembercount getchatmenubutton
getcustomemojistickers getfile getforumtopiciconstickers getgamehighscores
getmanagedbotaccesssettings getmanagedbottoken getmydefaultadministratorrights
getmydescription getmyname getmyshortdescription getmystarbalance getstartransactions
getstickerset getuserchatboosts getusergifts getuserpersonalchatmessages
getuserprofileaudios getuserprofilephotos giftpremiumsubscription hidegeneralforumtopic
logout pinchatmessage poststory promotechatmember readbusinessmessage refundstarpayment
removebusinessaccountprofilephoto removechatverification removemyprofilephoto
removeuserverification reopenforumtopic reopengeneralforumtopic replacemanagedbottoken
replacestickerinset repoststory restrictchatmember revokechatinvitelink
savepreparedinlinemessage savepreparedkeyboardbutton sendanimation sendaudio
sendchatjoinrequestwebapp sendchecklist sendcontact senddice senddocument sendgame
sendgift sendinvoice sendlivephoto sendlocation sendmediagroup sendmessagedraft
sendpaidmedia sendphoto sendpoll sendrichmessage sendrichmessagedraft sendsticker
sendvenue sendvideo sendvideonote sendvoice setbusinessaccountbio
setbusinessaccountgiftsettings setbusinessaccountname setbusinessaccountprofilephoto
setbusinessaccountusername setchatadministratorcustomtitle setchatdescription
setchatmembertag setchatmenubutton setchatpermissions setchatphoto setchatstickerset
setchattitle setcustomemojistickersetthumbnail setgamescore setmanagedbotaccesssettings
setmessagereaction setmydefaultadministratorrights setmydescription setmyname
setmyprofilephoto setmyshortdescription setpassportdataerrors setstickeremojilist
setstickerkeywords setstickermaskposition setstickerpositioninset setstickersetthumbnail
setstickersettitle setuseremojistatus stopmessagelivelocation stoppoll
transferbusinessaccountstars transfergift unbanchatmember unbanchatsenderchat
unhidegeneralforumtopic unpinallchatmessages unpinallforumtopicmessages
unpinallgeneralforumtopicmessages unpinchatmessage upgradegift uploadstickerfile
verifychat verifyuser
`

// index returns the methods by their lower-case names.
func index(all []method) map[string]method {
	m := make(map[string]method, len(all))
	for _, each := range all {
		m[strings.ToLower(each.name)] = each
	}
	return m
}
