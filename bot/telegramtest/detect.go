package telegramtest

import (
	"regexp"
	"slices"
)

// detectable are the entities that a server finds by itself in plain text, in
// the order in which the first one wins. Telegram knows every domain and many
// forms of phone numbers; here a link without a scheme needs one of the common
// domains, and a phone number its +.
var detectable = []struct {
	kind    string
	pattern *regexp.Regexp // its first group is the entity
}{
	{"url", regexp.MustCompile(`(?i)(?:^|[^\w@/])(https?://[^\s<>"']*[^\s<>"'.,:;!?)\]}»])`)},
	{"email", regexp.MustCompile(`(?i)(?:^|[^\w.@/+-])([\w.+-]{1,64}@(?:[a-z0-9-]+\.)+[a-z]{2,24})(?:$|[^\w@-])`)},
	{"url", regexp.MustCompile(`(?i)(?:^|[^\w.@/-])((?:[a-z0-9-]+\.)+(?:` + commonDomains + `)(?::\d{1,5})?(?:[/?#][^\s<>"']*[^\s<>"'.,:;!?)\]}»]|/)?)(?:$|[^\w@-])`)},
	{"bot_command", regexp.MustCompile(`(?:^|[^\w/<>@])(/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?:$|[^\w/])`)},
	{"mention", regexp.MustCompile(`(?:^|[^\w@/])(@[A-Za-z0-9_]{3,32})(?:$|[^\w])`)},
	{"hashtag", regexp.MustCompile(`(?:^|[^\pL\pN_@/#&])(#[\pL\pN_\x{200c}·]*[\pL_][\pL\pN_\x{200c}·]*)`)},
	{"cashtag", regexp.MustCompile(`(?:^|[^\pL\pN_$])(\$[A-Z]{1,8})(?:$|[^\pL\pN_$])`)},
	{"phone_number", regexp.MustCompile(`(?:^|[^\w+])(\+\d(?:[ ()-]{0,2}\d){6,14})(?:$|[^\w])`)},
}

// commonDomains end the links that are known without a scheme.
const commonDomains = "com|net|org|info|biz|edu|gov|int|io|me|co|tv|app|dev|news|xyz|site|online|ir|af|tj|tr|de|uk|us|eu|fr|ru|in|pk|iq|ae|sa|cn|jp|it|es|nl|se|no|ch|at"

// withDetected adds the entities that the server finds by itself to those of
// the markup, outside code and links.
func withDetected(s string, entities []Entity) []Entity {
	all := slices.Clone(entities)
	for _, d := range detectable {
		for at := 0; at < len(s); {
			m := d.pattern.FindStringSubmatchIndex(s[at:])
			if m == nil {
				break
			}
			e := Entity{Type: d.kind, Offset: length16(s[:at+m[2]]), Length: length16(s[at+m[2] : at+m[3]])}
			if !slices.ContainsFunc(all, e.clashes) {
				all = append(all, e)
			}
			at += m[3]
		}
	}
	sortEntities(all)
	return all
}

// clashes tells whether a detected entity cannot stand with another one:
// where they cross, and inside code, links and other detected ones.
func (e Entity) clashes(o Entity) bool {
	if e.Offset >= o.Offset+o.Length || o.Offset >= e.Offset+e.Length {
		return false
	}
	inside := e.Offset >= o.Offset && e.Offset+e.Length <= o.Offset+o.Length
	around := o.Offset >= e.Offset && o.Offset+o.Length <= e.Offset+e.Length
	switch o.Type {
	case "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote":
		return !inside && !around
	}
	return true
}
