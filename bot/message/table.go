package message

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A Table writes alerts as comma-separated values (RFC 4180) for a reader's
// spreadsheet: with a byte order mark, by which Excel knows UTF-8, and so that
// no value from outside becomes a formula.
type Table struct {
	locale *Locale
	csv    *csv.Writer
	out    *counter
}

// byteOrderMark begins the file.
const byteOrderMark = "\ufeff"

const mostCell = 2000 // units of a text

// NewTable begins a table, with the names of its columns. What fails in writing
// is told by End.
func NewTable(w io.Writer, l *Locale) *Table {
	t := &Table{locale: l, out: &counter{w: w}}
	t.csv = csv.NewWriter(t.out)
	t.csv.UseCRLF = true
	_, _ = io.WriteString(t.out, byteOrderMark) // End tells
	var head []string
	for _, k := range []Key{ColumnTime, ColumnTopics, ColumnHeadline, ColumnSource, ColumnCountry, ColumnGrade, ColumnLang, ColumnScore, ColumnWords, ColumnLead, ColumnLink} {
		head = append(head, l.Label(k))
	}
	_ = t.csv.Write(head) // End tells
	return t
}

// Row writes an alert, with the score by which it came.
func (t *Table) Row(a Alert, score float64) {
	l := t.locale
	var topics []string
	for _, topic := range a.Topics {
		topics = append(topics, topicName(l, topic, 60))
	}
	_, country := Country(a.Source.Country, l.lang)
	row := []string{
		a.Article.Time().In(l.zone).Format(time.DateTime), strings.Join(topics, "; "), a.Article.Title,
		a.outletName(80), country, string(a.Source.Grade), a.Article.Lang,
		strconv.FormatFloat(score, 'f', -1, 64), strings.Join(a.words(), "; "), a.Article.Lead, a.link(),
	}
	for i, value := range row {
		row[i] = harmless(shorten(value, mostCell))
	}
	_ = t.csv.Write(row) // End tells
}

// Bytes returns how much was written, about.
func (t *Table) Bytes() int64 { return t.out.n }

// End writes what is left, and returns what failed of all.
func (t *Table) End() error {
	t.csv.Flush()
	if t.out.err != nil {
		return t.out.err
	}
	return t.csv.Error()
}

// harmless makes a value that a spreadsheet could take for a formula one that
// it shows, by an apostrophe before it, as OWASP advises against CSV injection.
// A number is none.
func harmless(s string) string {
	shown := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Cf) })
	if shown == "" || !strings.ContainsRune("=+-@|%＝＋－＠", []rune(shown)[0]) {
		return s
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	return "'" + s
}

// A counter counts what is written, and keeps the first error.
type counter struct {
	w   io.Writer
	n   int64
	err error
}

func (c *counter) Write(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.w.Write(p)
	c.n, c.err = c.n+int64(n), err
	return n, err
}
