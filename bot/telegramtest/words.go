package telegramtest

import (
	"fmt"
	"slices"
	"strings"
)

// The functions of this file say in Telegram's words, as far as they are known,
// what is wrong with a call.

// missing returns what Telegram says to a call that lacks a parameter.
func missing(method, param string) string {
	for _, key := range []string{method + "." + param, param} {
		if words, ok := missingWords[key]; ok {
			return words
		}
	}
	return fmt.Sprintf("parameter %q is required", param)
}

var missingWords = map[string]string{
	"chat_id":                            "chat_id is empty",
	"user_id":                            "invalid user_id specified",
	"text":                               "message text is empty",
	"photo":                              "there is no photo in the request",
	"document":                           "there is no document in the request",
	"file_id":                            "file_id not specified",
	"action":                             "wrong parameter action in request",
	"callback_query_id":                  "query is too old and response timeout expired or query ID is invalid",
	"commands":                           "commands must be specified",
	"message_ids":                        "message identifiers are not specified",
	"message_thread_id":                  "invalid forum topic identifier specified",
	"createForumTopic.name":              "title must be non-empty",
	"sendMediaGroup.media":               "there are no messages to send",
	"deleteMessage.message_id":           "message identifier is not specified",
	"deleteMessage.chat_id":              "chat identifier is not specified",
	"forwardMessage.message_id":          "message to forward not found",
	"copyMessage.message_id":             "message to copy not found",
	"pinChatMessage.message_id":          "message to pin not found",
	"setMessageReaction.message_id":      "message to react not found",
	"stopPoll.message_id":                "message with poll to stop not found",
	"editMessageLiveLocation.message_id": "message identifier is not specified",
}

// misshapen refuses a value of another type than its kinds.
func misshapen(kinds []string, path string) string {
	switch kinds[0] {
	case "[]InlineKeyboardButton":
		return `field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`
	case "[]KeyboardButton":
		return `field "keyboard" must be an Array of Arrays`
	case "InlineKeyboardButton":
		return "can't parse inline keyboard button: InlineKeyboardButton must be an Object"
	case "KeyboardButton":
		return "can't parse keyboard button: KeyboardButton must be a String or an Object"
	}
	parent, leaf := splitPath(path)
	return within(parent, fmt.Sprintf("Field %q must be of type %s", leaf, outer(kinds)))
}

// incomplete refuses an object that lacks a field.
func incomplete(path, field string) string {
	return within(path, fmt.Sprintf("Can't find field %q", field))
}

// within says where something is wrong: Telegram names the button of a
// keyboard, and no place for the rest of the keyboard.
func within(path, words string) string {
	switch {
	case strings.HasPrefix(path, "reply_markup.inline_keyboard["):
		return "can't parse inline keyboard button: " + words
	case strings.HasPrefix(path, "reply_markup.keyboard["):
		return "can't parse keyboard button: " + words
	case path == "reply_markup":
		return strings.ToLower(words[:1]) + words[1:]
	}
	return "can't parse " + path + ": " + words
}

// splitPath parts a path before its last field.
func splitPath(path string) (parent, leaf string) {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i], path[i+1:]
	}
	if i := strings.IndexByte(path, '['); i >= 0 {
		return path[:i], path[i:]
	}
	return path, path
}

// outer names kinds as Telegram does, to which every list is an Array.
func outer(kinds []string) string {
	if strings.HasPrefix(kinds[0], "[]") {
		return "Array"
	}
	return strings.Join(kinds, " | ")
}

// noSuchType refuses an object of a type that is not taken, in Telegram's
// words where they are known.
func (c checker) noSuchType(types []string, given, path string) string {
	switch {
	case types[0] == "BotCommandScope":
		return "can't parse BotCommandScope: unsupported type specified"
	case strings.HasPrefix(types[0], "InputMedia") && slices.ContainsFunc(expand([]string{"InputMedia"}), func(m fields) bool { return m.value == given }):
		return fmt.Sprintf("can't parse InputMedia: type %q can't be used in %s", given, c.method)
	case strings.HasPrefix(types[0], "InputMedia"):
		return fmt.Sprintf("can't parse InputMedia: type %q is unsupported", given)
	}
	return fmt.Sprintf("can't parse %s: there is no %s of type %q", path, strings.Join(types, " | "), given)
}
