package chart

import (
	"image/color"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/bidi"
)

// margin is the blank around the page.
const margin = 52

// The faces of a page, for a phone that shows it a third as wide.
var (
	titleFace   = face{size: 54, bold: true}
	headingFace = face{size: 38, bold: true}
	labelFace   = face{size: 33}
	tickFace    = face{size: 29}
)

// A page lays a chart out. Its places are measured from where a line begins:
// from the left, and from the right for languages that are written so.
type page struct {
	lang   string
	base   bidi.Direction
	text   *typesetter
	canvas *canvas
}

func newPage(lang string) *page {
	p := &page{lang: lang, base: bidi.LeftToRight, text: newTypesetter(lang), canvas: newCanvas()}
	switch lang {
	case "fa", "prs", "ps", "ar", "ur":
		p.base = bidi.RightToLeft
	}
	return p
}

func (p *page) rtl() bool { return p.base == bidi.RightToLeft }

// room is how wide a line may be that begins at the margin.
const room = Width - 2*margin

// say shapes a text of the reader's own language.
func (p *page) say(s string, f face, max float32) line { return p.text.line(s, f, p.base, max) }

// name shapes the name of something. It has the direction of its first letter;
// but among right-to-left lines, a name like «BBC فارسی» is read as they are.
func (p *page) name(s string, f face, max float32) line {
	base := bidi.Neutral
	if p.rtl() && strings.ContainsFunc(s, arabicLetter) {
		base = bidi.RightToLeft
	}
	if l := p.text.line(s, f, base, max); len(l.runs) > 0 {
		return l
	}
	return p.say(nameless, f, max)
}

func arabicLetter(r rune) bool { return unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r) }

// number shapes a count.
func (p *page) number(n int, f face) line { return p.say(number(n, p.lang), f, room) }

// write draws a line that begins at start.
func (p *page) write(l line, start, baseline float32, ink color.RGBA) {
	if p.rtl() {
		start = Width - start - l.width
	}
	p.canvas.text(l, start, baseline, ink)
}

// fill draws a box whose left and right are measured from where lines begin.
func (p *page) fill(b box, radius float32, ink color.RGBA) {
	if p.rtl() {
		b.left, b.right = Width-b.right, Width-b.left
	}
	p.canvas.fill(b, radius, ink)
}

// heading writes what stands above all, and returns where it ends.
func (p *page) heading(c Chart) (bottom float32) {
	bottom = margin
	if l := p.say(c.Title, titleFace, room); len(l.runs) > 0 {
		p.write(l, margin, bottom+50, ink)
		bottom += 70
	}
	if l := p.say(c.Note, labelFace, room); len(l.runs) > 0 {
		p.write(l, margin, bottom+38, faint)
		bottom += 50
	}
	return bottom
}

// section writes the title of a section at top, and returns where it ends.
func (p *page) section(title string, top float32) (bottom float32) {
	p.write(p.say(title, headingFace, room), margin, top+40, ink)
	return top + 62
}

// nothing says in the middle of a box that there is nothing.
func (p *page) nothing(text string, b box) {
	l := p.say(text, labelFace, b.width()-40)
	p.canvas.text(l, (b.left+b.right-l.width)/2, (b.top+b.bottom)/2+labelFace.size/3, faint)
}
