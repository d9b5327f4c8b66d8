package text

import (
	"strings"
	"unicode/utf16"
)

// Abbreviates tells whether a full stop behind a word belongs to it, as behind
// Dr and млн, and ends no sentence.
func Abbreviates(word string) bool { return abbreviations[Hash(units(Fold(word)))] }

func units(word string) []uint16 { return utf16.Encode([]rune(word)) }

// abbreviations are words that are written with a full stop which ends no
// sentence, by their hash.
var abbreviations = func() map[uint64]bool {
	m := map[uint64]bool{}
	for _, w := range strings.Fields(`
		mr mrs ms dr prof gen col lt sgt capt maj adm cmdr sen rep gov pres st mt ft rev hon jr sr
		no vs inc corp ltd co dept jan feb mar apr jun jul aug sept sep oct nov dec approx
		гг ул им тыс млн млрд руб стр обл проф акад ген полк
	`) {
		m[Hash(units(w))] = true
	}
	return m
}()
