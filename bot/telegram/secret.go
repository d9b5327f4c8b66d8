package telegram

import (
	"fmt"
	"log/slog"
	"net/url"
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

// redact takes a token out of a text, in each form in which it may stand
// there: whole, escaped for a URL, or its secret half alone.
func redact(s, token string) string {
	if token == "" {
		return s
	}
	s = strings.ReplaceAll(s, token, hidden)
	s = strings.ReplaceAll(s, url.QueryEscape(token), hidden)
	if _, secret, _ := strings.Cut(token, ":"); len(secret) >= 8 {
		s = strings.ReplaceAll(s, secret, hidden)
	}
	return s
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

// Format implements fmt.Formatter: a configuration prints without its token,
// whatever the verb.
func (c Config) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "telegram.Config{API: %q, Timeout: %s}", redact(c.API, c.Token), c.Timeout)
}

// LogValue implements slog.LogValuer, without the token.
func (c Config) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(c)) }

// Format implements fmt.Formatter: a client prints without its token,
// whatever the verb.
func (c *Client) Format(f fmt.State, _ rune) { fmt.Fprint(f, "telegram.Client") }

// LogValue implements slog.LogValuer, without the token.
func (c *Client) LogValue() slog.Value { return slog.StringValue("telegram.Client") }

// MarshalText implements encoding.TextMarshaler, without the token.
func (c Config) MarshalText() ([]byte, error) { return fmt.Append(nil, c), nil }
