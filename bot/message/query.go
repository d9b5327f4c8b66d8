package message

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news"
)

const (
	mostProblems = 6  // that are told of one query
	queryReach   = 60 // units of a query on either side of a problem
)

// Wrong tells what is wrong with a query, or only likely so, each thing with
// its place in the query, as Telegram HTML.
func Wrong(l *Locale, query string, problems []news.Problem) string {
	var refused, warned []news.Problem
	for _, p := range problems {
		if p.Warning {
			warned = append(warned, p)
		} else {
			refused = append(refused, p)
		}
	}
	lines := []string{l.line("❗ " + l.Say(QueryWrong, "Count", len(refused)))}
	if len(refused) == 0 {
		lines, refused = []string{l.line(l.Say(QueryWarned))}, warned
	}
	for i, p := range refused {
		if i == mostProblems {
			lines = append(lines, l.line(l.Say(AndMore, "Count", len(refused)-i)))
			break
		}
		lines = append(lines, l.line(l.Number(int64(i+1))+". "+l.Problem(p)), "<blockquote>"+mark(l, query, p.Offset)+"</blockquote>")
	}
	return strings.Join(lines, "\n")
}

// mark shows a place of a query: the word that stands there is bold and
// underlined, or a hand points to the place if none does.
func mark(l *Locale, query string, offset int) string {
	offset = min(max(offset, 0), len(query))
	for offset > 0 && offset < len(query) && !utf8.RuneStart(query[offset]) {
		offset--
	}
	before, rest := query[:offset], query[offset:]
	word := rest[:wordEnd(rest)]
	after := rest[len(word):]
	shown := "👉 <i>" + escape(l.Label(QueryEnd)) + "</i>"
	if strings.TrimSpace(word) != "" {
		shown = "<b><u>" + escape(shorten(word, queryReach)) + "</u></b>"
	}
	return foreignLine(escape(tail(clean(before), queryReach)) + shown + escape(head(clean(after), queryReach)))
}

// wordEnd returns where the word or sign ends with which a text begins.
func wordEnd(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(`@"«“`, r) {
		return n
	}
	if end := strings.IndexFunc(s[n:], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("()،,", r) }); end >= 0 {
		return n + end
	}
	return len(s)
}

// head and tail return the first and the last units of a text.
func head(s string, limit int) string {
	if end := cut(s, limit); end < len(s) {
		return s[:end] + "…"
	}
	return s
}

func tail(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return "…" + string(runes[len(runes)-limit:])
}
