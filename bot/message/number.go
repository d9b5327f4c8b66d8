package message

import (
	"math"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/news/calendar"
)

// Number writes a number with the language's digits, in groups of three.
func (l *Locale) Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "\u2212", digits[1:]
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(l.group())
		}
		b.WriteRune(d)
	}
	return sign + calendar.Digits(b.String(), l.lang)
}

// Decimal writes a number with at most two digits behind the point.
func (l *Locale) Decimal(f float64) string {
	const most = 1e15 // beyond it a float64 knows no cents
	f = math.Round(min(max(f, -most), most)*100) / 100
	if math.IsNaN(f) {
		return "—"
	}
	whole, part, _ := strings.Cut(strconv.FormatFloat(math.Abs(f), 'f', -1, 64), ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return "—"
	}
	s := l.Number(n)
	if part != "" {
		s += l.point() + calendar.Digits(part, l.lang)
	}
	if f < 0 {
		s = "\u2212" + s
	}
	return s
}

// group stands between the thousands of a number, point before its fraction.
func (l *Locale) group() string {
	switch l.lang {
	case "fa", "prs", "ps":
		return "٬"
	case "ru":
		return "\u00a0"
	}
	return ","
}

func (l *Locale) point() string {
	switch l.lang {
	case "fa", "prs", "ps":
		return "٫"
	case "ru":
		return ","
	}
	return "."
}
