package query

import (
	"slices"
	"strings"
	"unicode"
)

// operators are the names that may be meant by what other languages write.
var operators = []string{"AND", "OR", "NOT", "NEAR", "ONEAR", "NOTNEAR", "SENTENCE", "PARAGRAPH"}

// distances are operators of other languages that take a number of words.
var distances = map[string]string{
	"N": "NEAR", "W": "NEAR", "WITHIN": "NEAR", "ADJ": "NEAR", "NEXT": "NEAR", "PROX": "NEAR", "NEAR": "NEAR",
	"PRE": "ONEAR", "BEFORE": "ONEAR", "ONEAR": "ONEAR", "NOTNEAR": "NOTNEAR",
}

// elsewhere are further operators of other languages.
var elsewhere = map[string]string{
	"&": "AND", "&&": "AND", "ANDNOT": "AND NOT", "BUTNOT": "AND NOT",
	"AND/OR": "OR", "OR/AND": "OR",
	"XOR": "(a OR b) AND NOT (a AND b)", "NAND": "NOT (a AND b)",
	"W/S": "SENTENCE", "W/P": "PARAGRAPH",
}

// namesElsewhere are names of fields and filters in other query languages, and
// in the languages of the news.
var namesElsewhere = map[string]string{
	"language": "lang", "site": "source", "domain": "source", "publisher": "source", "outlet": "source",
	"headline": "title", "intitle": "title", "text": "body", "intext": "body", "content": "body",
	"summary": "lead", "description": "lead", "intro": "lead", "hashtag": "tag", "label": "tag", "category": "tag", "nation": "country",
	"عنوان": "title", "تیتر": "title", "لید": "lead", "چکیده": "lead", "متن": "body",
	"زبان": "lang", "منبع": "source", "کشور": "country", "برچسب": "tag",
	"العنوان": "title", "النص": "body", "نص": "body", "اللغة": "lang", "لغة": "lang", "المصدر": "source", "مصدر": "source", "بلد": "country", "دولة": "country", "وسم": "tag",
	"سرلیک": "title", "ژبه": "lang", "سرچینه": "source", "هېواد": "country", "سرخی": "title", "ملک": "country",
	"заголовок": "title", "текст": "body", "язык": "lang", "источник": "source", "страна": "country", "тег": "tag",
}

// foreign refuses operators of other query languages and misspelt ones.
func (l *lexer) foreign(start int, chunk string) bool {
	if rest := chunk[min(1, len(chunk)):]; rest != "" && chunk[0] == '+' && !unicode.IsDigit(rune(rest[0])) {
		l.fail(start, "%s needs no sign: every word must be found unless OR stands between; to look for the text itself, quote it", chunk)
		return true
	}
	meant := elsewhere[strings.ToUpper(chunk)]
	if name, distance, slash := strings.Cut(chunk, "/"); slash && digits(distance) {
		meant = distant(name, distance)
	} else if meant == "" {
		meant = signed(chunk)
	}
	if meant == "" {
		return l.detached(start, chunk)
	}
	l.fail(start, "%s is not an operator: write %s; to look for the text itself, quote it", chunk, meant)
	return true
}

// distant returns what is meant by an unknown operator with a distance.
func distant(name, distance string) string {
	upper := strings.ToUpper(name)
	switch known := distances[upper]; {
	case known != "":
		return known + "/" + distance
	case name != upper || len(name) <= 3:
		return ""
	}
	n := Nearest(name, operators)
	if slices.Contains(orders, n) {
		return n + "/" + distance
	}
	return n
}

// signed returns what is meant by the signs of other languages, and by
// operators that are misspelt.
func signed(chunk string) string {
	rest := chunk[min(1, len(chunk)):]
	switch {
	case rest != "" && chunk[0] == '!':
		return "NOT " + rest
	}
	name := strings.TrimRightFunc(chunk, unicode.IsDigit)
	distance := chunk[len(name):]
	if known := distances[strings.TrimRight(name, ":~=")]; distance != "" && len(name) > 2 && known != "" { // NEAR5, NEAR:5, ADJ3
		return known + "/" + distance
	}
	for _, o := range []string{"SENTENCE", "PARAGRAPH", "NOTNEAR"} { // no other word is so near to these
		if chunk == strings.ToUpper(chunk) && len(chunk) < 2*len(o) && distance == "" && edits(chunk, o) <= 2 {
			return o
		}
	}
	return ""
}

// detached refuses a colon that a blank parts from the name before it.
func (l *lexer) detached(start int, chunk string) bool {
	last := l.last()
	if chunk[0] != ':' || last.kind != word || last.exact || last.form != Whole || last.End == start {
		return false
	}
	name := last.text
	if known := namesElsewhere[name]; known != "" {
		name = known
	}
	if !slices.Contains(Fields(), name) && !slices.Contains(Filters(), name) {
		return false
	}
	l.fail(start, "a name and its colon stand together: write %s%s; to look for %q itself, quote it", name, chunk, last.text)
	return true
}

// list reads OF, and what was probably meant as it before a list.
func (l *lexer) list(start int, chunk string) bool {
	if len(chunk) < 2 || !strings.EqualFold(chunk[len(chunk)-2:], "OF") {
		return false
	}
	number, name := chunk[:len(chunk)-2], chunk[len(chunk)-2:]
	listed := strings.HasPrefix(strings.TrimLeftFunc(l.source[l.at:], unicode.IsSpace), "(")
	last := l.last()
	counted := last.kind == word && last.form == Whole && !last.exact && digits(last.text)
	switch {
	case number == "" && name == "OF" && (counted || listed):
	case number == "" && counted && listed:
		l.fail(start, "%s is a word here: write %s OF (a, b, c)", chunk, last.text)
	case digits(number) && listed:
		l.fail(start, "a number and OF are parted by a blank: write %s OF (a, b, c)", number)
		l.add(token{kind: word, text: number, Span: Span{start, start + len(number)}})
	default:
		return false
	}
	l.add(token{kind: of, Span: Span{start + len(number), l.at}})
	return true
}
