package telegramtest

import (
	"strconv"
	"strings"
)

// link makes a text_link of the entity, or a text_mention for a link such as
// tg://user?id=42. Without a link that the server accepts its type stays as it
// was.
func (e *Entity) link(address string) {
	if user := linkedUser(address); user > 0 {
		e.Type, e.UserID = "text_mention", user
	} else if address, ok := normalLink(address); ok {
		e.Type, e.URL = "text_link", address
	}
}

// linkedUser returns the user that a link names, or zero.
func linkedUser(address string) int64 {
	l, ok := appLink(strings.ToLower(address))
	if !ok || l.host != "user" {
		return 0
	}
	id, err := strconv.ParseInt(l.query["id"], 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// picture makes of the entity what a link behind ![…] asks for: a custom
// emoji, or a moment for tg://time.
func (e *Entity) picture(address string) error {
	l, ok := appLink(address)
	switch host := strings.ToLower(l.host); {
	case !ok:
		return refusef("Custom emoji URL must have scheme tg")
	case host == "time":
		unix, err := strconv.ParseInt(l.query["unix"], 10, 64)
		if err != nil || unix <= 0 {
			return refusef("Invalid Unix time specified")
		}
		e.Type, e.UnixTime, e.DateTimeFormat = "date_time", unix, l.query["format"]
		return nil
	case host != "emoji":
		return refusef("Custom emoji URL must have host \"emoji\"")
	}
	given, ok := l.query["id"]
	if !ok {
		return refusef("Custom emoji URL must have an emoji identifier")
	}
	id, err := strconv.ParseInt(given, 10, 64)
	if err != nil || id == 0 || strconv.FormatInt(id, 10) != given {
		return refusef("Invalid custom emoji identifier specified")
	}
	e.Type, e.EmojiID = "custom_emoji", given
	return nil
}

// A tgLink is a link into Telegram's own apps, such as tg://user?id=42.
type tgLink struct {
	host  string
	query map[string]string // the first value of each name
}

// appLink takes a link with the scheme tg apart; what follows a # is left out.
func appLink(address string) (tgLink, bool) {
	l := tgLink{query: map[string]string{}}
	scheme, rest, ok := strings.Cut(address, ":")
	if !ok || !strings.EqualFold(scheme, "tg") {
		return l, false
	}
	rest, _, _ = strings.Cut(strings.TrimPrefix(rest, "//"), "#")
	path, query, _ := strings.Cut(rest, "?")
	l.host = strings.TrimSuffix(path, "/")
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if _, again := l.query[name]; !again {
			l.query[name] = value
		}
	}
	return l, true
}
