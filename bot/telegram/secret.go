package telegram

import (
	"log/slog"
	"strings"
	"unicode"
	"unicode/utf8"
)

// hidden stands where a token was.
const hidden = "<token>"

// tokenShape reports whether s has the form of a bot token: the bot's number,
// a colon, and a secret of letters, digits, '_' and '-'.
func tokenShape(s string) bool {
	number, secret, ok := strings.Cut(s, ":")
	if !ok || number == "" || secret == "" || strings.Trim(number, "0123456789") != "" {
		return false
	}
	return strings.IndexFunc(secret, func(r rune) bool {
		return r != '_' && r != '-' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	}) < 0
}

// A secret is a token that cannot print itself: whatever holds one shows an
// address in its place, under every verb of fmt, in JSON and in logs, through
// unexported fields too.
type secret struct{ reveal func() string }

func newSecret(token string) secret {
	return secret{func() string { return token }}
}

// telling returns the beginning of a text of any origin, on one line and
// without the token. The token goes out before the text is cut, as a part of
// it could no longer be found, and again after what parted it went out.
func (s secret) telling(text string, max int) string {
	token := s.reveal()
	return redact(oneLine(redact(text, token), max), token)
}

// redact takes a token out of a text, in each form in which it may stand
// there: whole, escaped for a URL, or its secret half alone; and the beginning
// of each, where the text's writer cut it.
func redact(s, token string) string {
	number, half, ok := strings.Cut(token, ":")
	if !ok {
		return s
	}
	for _, colon := range []string{":", "%3A", "%3a"} {
		s = redactForm(s, number+colon+half, len(number+colon)+1)
	}
	if len(half) >= 8 {
		s = redactForm(s, half, 8)
	}
	return s
}

// redactForm takes out every beginning of a form that is at least so long.
func redactForm(s, form string, least int) string {
	var b strings.Builder
	for {
		i := strings.Index(s, form[:least])
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i] + hidden)
		s = s[i+least:]
		for n := least; n < len(form) && s != "" && s[0] == form[n]; n++ {
			s = s[1:]
		}
	}
}

// oneLine returns the beginning of a text on one line, without control
// characters.
func oneLine(s string, max int) string {
	if len(s) > 4*max {
		s = s[:4*max]
	}
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if utf8.RuneCountInString(s) > max {
		s = string([]rune(s)[:max]) + "…"
	}
	return s
}

// String implements fmt.Stringer, without the token.
func (c *Client) String() string { return "telegram.Client" }

// LogValue implements slog.LogValuer, without the token.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }
