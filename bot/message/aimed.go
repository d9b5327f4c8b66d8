package message

import (
	"fmt"
	"strings"
)

// Aimed returns a locale whose texts are changed by aim before their values are
// filled in, so that nothing which somebody else wrote is. Labels stay as they
// are.
func (l *Locale) Aimed(aim func(own string) string) *Locale {
	aimed := *l
	aimed.aim = aim
	return &aimed
}

// own returns a text of our own as the locale says it.
func (l *Locale) own(text string) string {
	if l.aim == nil {
		return text
	}
	return l.aim(text)
}

// placeSign stands on both sides of the number of a value. It is no character,
// and the texts hold none.
const placeSign = "\ufdd0"

// takeOut puts a sign into the place of each value, and returns what puts all
// values back. It does so at one go: whatever a value holds stays as it is.
func takeOut(values map[string]any) (fill func(string) string) {
	var pairs []string
	for name, value := range values {
		place := fmt.Sprint(placeSign, len(pairs)/2, placeSign)
		pairs = append(pairs, place, fmt.Sprint(value))
		values[name] = place
	}
	return strings.NewReplacer(pairs...).Replace
}
