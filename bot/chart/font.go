package chart

import (
	"bytes"
	"sync"

	arabicbold "eliasnaur.com/font/noto/sans/arabic/bold"
	arabic "eliasnaur.com/font/noto/sans/arabic/regular"
	robotobold "eliasnaur.com/font/roboto/robotobold"
	roboto "eliasnaur.com/font/roboto/robotoregular"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
)

// fonts holds the parsed fonts: Roboto (Apache 2.0) for Latin, Cyrillic and
// Greek, Noto Sans Arabic (OFL 1.1) for Persian, Pashto, Urdu and Arabic. They
// are read once, and only read from then on.
var fonts = sync.OnceValue(func() (f struct{ regular, bold pair }) {
	f.regular = pair{parse(roboto.TTF), parse(arabic.TTF)}
	f.bold = pair{parse(robotobold.TTF), parse(arabicbold.TTF)}
	return f
})

// A pair is the two fonts of one weight.
type pair struct{ western, arabic *font.Font }

func parse(ttf []byte) *font.Font {
	face, err := font.ParseTTF(bytes.NewReader(ttf))
	if err != nil {
		panic(err) // the fonts are part of the binary; every test reads them
	}
	return face.Font
}

// faces choose the font for each character of one weight. They hold caches,
// and so belong to one chart.
type faces struct {
	western, arabic *font.Face
	script          language.Script
}

func newFaces(p pair) *faces {
	return &faces{western: font.NewFace(p.western), arabic: font.NewFace(p.arabic)}
}

// SetScript is told the script of the characters that follow.
func (f *faces) SetScript(s language.Script) { f.script = s }

// ResolveFace returns the font that draws a character: that of its script, or
// the other if only it can. What neither knows is drawn as Roboto's box.
func (f *faces) ResolveFace(r rune) *font.Face {
	first, second := f.western, f.arabic
	if f.script == language.Arabic {
		first, second = second, first
	}
	if _, ok := first.NominalGlyph(r); ok {
		return first
	}
	if _, ok := second.NominalGlyph(r); ok {
		return second
	}
	return f.western
}

// draws reports whether one of the fonts has the character.
func (f *faces) draws(r rune) bool {
	_, western := f.western.NominalGlyph(r)
	_, arabic := f.arabic.NominalGlyph(r)
	return western || arabic
}
