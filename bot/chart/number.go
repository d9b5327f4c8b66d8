package chart

import (
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/news/calendar"
)

// most is the largest count, so that its digits find room.
const most = 1_000_000_000

// count brings a number into the range of counts.
func count(n int) int { return min(max(n, 0), most) }

// number writes a count with the digits and groups of a language.
func number(n int, lang string) string {
	group := ","
	switch lang {
	case "fa", "prs", "ps":
		group = "٬"
	case "ru":
		group = "\u00a0"
	}
	digits := strconv.Itoa(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(d)
	}
	return calendar.Digits(b.String(), lang)
}

// scale returns the step of an axis that reaches at least to top in at most
// five steps of 1, 2 or 5 times a power of ten, and where the axis ends.
func scale(top int) (step, end int) {
	const steps = 5
	for power := 1; ; power *= 10 {
		for _, f := range []int{1, 2, 5} {
			if step = f * power; step*steps >= top {
				return step, (top + step - 1) / step * step
			}
		}
	}
}
