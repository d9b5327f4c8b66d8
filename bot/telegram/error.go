package telegram

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// An Error is a call that did not succeed. It never holds the token.
type Error struct {
	Method      string
	Code        int // of Telegram's answer, else the HTTP status; 0 if none came
	Kind        Kind
	Description string        // as Telegram gave it, on one line
	RetryAfter  time.Duration // for KindFlood, and when a gateway says it
	MigrateTo   int64         // for KindMigrated: the chat's new ID

	// InDoubt tells that the call may have had its effect all the same.
	InDoubt bool

	cause error
}

// Error implements error.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "telegram %s: ", e.Method)
	if e.Code != 0 {
		fmt.Fprintf(&b, "%d ", e.Code)
	}
	b.WriteString(e.Description)
	if e.InDoubt {
		b.WriteString(" (it may have been done)")
	}
	return b.String()
}

// Unwrap returns context.Canceled or context.DeadlineExceeded if that ended
// the call, for KindSource the error of the file, else nil.
func (e *Error) Unwrap() error { return e.cause }

// A Kind says what an Error means for the caller.
type Kind int

// The kinds of error, one for each thing that a correct bot does differently.
const (
	KindOther        Kind = iota // a refusal that has no kind of its own: a bug, most likely
	KindFlood                    // 429: too much; wait RetryAfter
	KindMigrated                 // the group became a supergroup: MigrateTo
	KindBlocked                  // the reader blocked the bot, or is gone
	KindKicked                   // the bot is no member of the chat
	KindNotStarted               // the user never wrote to the bot
	KindChatNotFound             // no such chat, or one that the bot never met
	KindNoRights                 // the bot may not write there
	KindTopicGone                // the forum topic is closed or gone
	KindMarkup                   // Telegram cannot parse the text: a bug
	KindLength                   // the text is empty or too long: a bug
	KindNotModified              // an edit that changes nothing: success
	KindMessageGone              // the message to change is gone or can't be changed
	KindKeyboard                 // the keyboard breaks Telegram's rules: a bug
	KindLateCallback             // the callback is too old to be answered: ignore
	KindConflict                 // another process polls with this token, or set a webhook while this one polled
	KindWebhook                  // a webhook is set: deleteWebhook first
	KindUnauthorized             // the token is refused
	KindGateway                  // 5xx, or an answer that is not the Bot API's
	KindNetwork                  // no answer came
	KindFileID                   // Telegram has no such file, or none of that type: upload it anew
	KindFile                     // Telegram does not take the file: too large, or no image
	KindSource                   // the file to send could not be read, or not written where it was to go
)

// phrase maps a part of a description, in lower case, to its kind.
type phrase struct {
	text string
	kind Kind
}

// phrases are searched in this order: the first that the description holds
// decides. Those that a 400 and a 403 share stand first.
var phrases = []phrase{
	{"group chat was upgraded", KindMigrated},
	{"bot was blocked", KindBlocked},
	{"user is deactivated", KindBlocked},
	{"user_is_blocked", KindBlocked},
	{"input_user_deactivated", KindBlocked},
	{"was kicked", KindKicked},
	{"is not a member", KindKicked},
	{"user_not_participant", KindKicked},
	{"group chat was deleted", KindKicked},
	{"group chat was deactivated", KindKicked},
	{"channel_private", KindKicked},
	{"can't initiate conversation", KindNotStarted},
	{"can't send messages to bots", KindNotStarted},
	{"bot_method_invalid", KindOther},
	{"message thread not found", KindTopicGone},
	{"topic_closed", KindTopicGone},
	{"topic_deleted", KindTopicGone},
	{"topic_id_invalid", KindTopicGone},
	{"the chat is not a forum", KindTopicGone},
	{"invalid forum topic", KindTopicGone},
	{"not enough rights", KindNoRights},
	{"have no rights", KindNoRights},
	{"need administrator rights", KindNoRights},
	{"chat_restricted", KindNoRights},
	{"chat_write_forbidden", KindNoRights},
	{"chat_admin_required", KindNoRights},
	{"member list is inaccessible", KindNoRights},
	{"chat_send_", KindNoRights}, // CHAT_SEND_PLAIN_FORBIDDEN, CHAT_SEND_PHOTOS_FORBIDDEN …
	{"user_banned_in_channel", KindNoRights},
	{"chat not found", KindChatNotFound},
	{"chat_id is empty", KindChatNotFound},
	{"chat identifier is not specified", KindChatNotFound},
	{"peer_id_invalid", KindChatNotFound},
	{"chat_id_invalid", KindChatNotFound},
	{"user not found", KindChatNotFound},
	{"wrong file identifier", KindFileID},
	{"wrong remote file id", KindFileID},
	{"wrong file_id", KindFileID},
	{"invalid file_id", KindFileID},
	{"file_id not specified", KindFileID},
	{"can't use file of type", KindFileID},
	{"type of file mismatch", KindFileID},
	{"file_reference_", KindFileID},
	{"file_id_invalid", KindFileID},
	{"file is too big", KindFile},
	{"file of size", KindFile},
	{"file must be non-empty", KindFile},
	{"image_process_failed", KindFile},
	{"photo_invalid", KindFile}, // PHOTO_INVALID_DIMENSIONS
	{"photo_ext_invalid", KindFile},
	{"photo_save_file_invalid", KindFile},
	{"there is no photo in", KindFile},
	{"there is no document in", KindFile},
	{"media not found", KindFile},
	{"failed to get http url content", KindFile},
	{"wrong type of the web page content", KindFile},
	{"entity_bounds_invalid", KindMarkup},
	{"entities_too_long", KindMarkup},
	{"is too long", KindLength}, // "reply markup is too long" is caught before
	{"message_too_long", KindLength},
	{"caption_too_long", KindLength},
	{"text is empty", KindLength},
	{"text must be non-empty", KindLength},
	{"message_empty", KindLength},
	{"_not_modified", KindNotModified}, // TOPIC_NOT_MODIFIED, CHAT_NOT_MODIFIED
	{"message is not modified", KindNotModified},
	{"message to edit not found", KindMessageGone},
	{"message can't be edited", KindMessageGone},
	{"message media can't be edited", KindMessageGone},
	{"in the message to edit", KindMessageGone}, // there is no text, or no caption
	{"message to delete not found", KindMessageGone},
	{"message can't be deleted", KindMessageGone},
	{"message to pin not found", KindMessageGone},
	{"message to unpin not found", KindMessageGone},
	{"message to be replied not found", KindMessageGone},
	{"message identifier is not specified", KindMessageGone},
	{"message_id_invalid", KindMessageGone},
	{"query is too old", KindLateCallback},
	{"query id is invalid", KindLateCallback},
	{"query_id_invalid", KindLateCallback},
}

// keyboardPhrases decide before these: BUTTON_DATA_INVALID,
// REPLY_MARKUP_INVALID, "object expected as reply markup", and all that names
// the keyboard or a field of it.
var keyboardPhrases = []string{"button_", "reply_markup", "as reply markup", "reply markup is", "keyboard"}

// classify sets the Kind of an error that the Bot API itself answered with.
func (e *Error) classify(uploads bool) {
	d := strings.ToLower(e.Description)
	switch {
	case e.MigrateTo != 0:
		e.Kind = KindMigrated
	case e.Code == 429:
		e.Kind = KindFlood
		if e.RetryAfter <= 0 {
			e.RetryAfter = time.Second
		}
	case e.Code == 401, e.Code == 404 && e.Method != "getFile":
		// A token of the wrong form is answered like an unknown method.
		e.Kind = KindUnauthorized
	case e.Code == 409 && strings.Contains(d, "webhook is active"):
		e.Kind = KindWebhook
	case e.Code == 409: // by another poller, or by a setWebhook just now
		e.Kind = KindConflict
	case e.Code == 413:
		e.Kind = tooLarge(uploads)
	case e.Code >= 500 || e.Code < 400:
		e.Kind, e.InDoubt = KindGateway, true
	default:
		e.Kind = kindOf(d)
		if e.Kind == KindOther && e.Code == 403 {
			e.Kind = KindNoRights // which is tried again now and then
		}
	}
}

// tooLarge returns the kind of a request that is too large.
func tooLarge(uploads bool) Kind {
	if uploads {
		return KindFile
	}
	return KindLength
}

// kindOf finds the kind of a description in lower case. What Telegram says of
// markup comes first, as it repeats the bot's own tags.
func kindOf(description string) Kind {
	if strings.Contains(description, "can't parse entities") {
		return KindMarkup
	}
	for _, p := range keyboardPhrases {
		if strings.Contains(description, p) {
			return KindKeyboard
		}
	}
	for _, p := range phrases {
		if strings.Contains(description, p.text) {
			return p.kind
		}
	}
	return KindOther
}

// Is reports whether err is an *Error of that kind.
func Is(err error, k Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == k
}
