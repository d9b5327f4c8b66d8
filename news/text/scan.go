package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// A Text is a scanned text. Its zero value is an empty one; scanning again
// reuses its memory.
type Text struct {
	// Letters are the folded letters of all tokens, one after the other, as
	// UTF-16: of the watched scripts each letter is one unit.
	Letters []uint16

	Tokens []Token

	borders []border // scratch
}

// Scan reads s in one pass, replacing what t held before. Bytes that are not
// UTF-8 are punctuation.
func (t *Text) Scan(s string) {
	t.Letters, t.Tokens = t.Letters[:0], t.Tokens[:0]
	c := scan{text: t, gap: gap{edge: true}, borders: t.borders[:0]}
	for i := 0; i < len(s); {
		if c.smooth() {
			if i = c.run(s, i); i == len(s) {
				break
			}
		}
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		c.take(r, i, i+size)
		i += size
	}
	c.close()
	t.borders = c.borders
}

// A scan is the state of one pass.
type scan struct {
	text    *Text
	open    bool  // a token is under way: cur
	cur     Token //
	gap     gap   // what came since the last token
	upper   bool  // the token has an upper-case letter
	lower   bool  // the token has a lower-case letter
	hamza   int   // index+1 of the letter that came of ئ, if it is the last
	rough   bool  // letters came outside of a run: the hash is not theirs
	borders []border
}

// A gap collects what stands between two tokens.
type gap struct {
	edge, stop, space, soft bool
	period, terminal        bool // a full stop; another sign that ends a sentence
	hyphens, dots, commas   int
	newlines                int
	mark                    Mark // a sign right before what comes
}

// take reads one character, at bytes start to end of the original.
func (c *scan) take(r rune, start, end int) {
	e := lookup(r)
	switch e.kind {
	case letter:
		c.letter(r, e, start, end)
	case mark:
		c.sign(r, end)
	case nothing:
	case soft:
		if c.open && c.cur.Script == Arabic {
			c.gap.soft = true
		}
	default:
		c.separate(e.kind)
	}
}

// letter adds a letter to the token under way, or begins the next.
func (c *scan) letter(r rune, e entry, start, end int) {
	to := e.to
	if to == 0 {
		if long := expansions[r]; long != "" {
			c.expand(long, e, start, end)
			return
		}
	}
	c.begin(e, start)
	c.rough = true
	letters := &c.text.Letters
	if to == 0 {
		*letters = utf16.AppendRune(*letters, unicode.ToLower(r))
	} else {
		if to == 'و' && c.hamza == len(*letters) && c.hamza > int(c.cur.First) {
			(*letters)[c.hamza-1] = 'و'
		}
		*letters = append(*letters, to)
	}
	c.cur.Hamza = c.cur.Hamza || e.hamza
	if r == hamzaYeh {
		(*letters)[len(*letters)-1] = 'ی'
		c.hamza = len(*letters)
	}
	c.cur.End = int32(end)
	c.upper, c.lower = c.upper || e.upper, c.lower || e.lower
}

// expand takes the letters that one character stands for. A character of
// several words stands apart from its neighbours.
func (c *scan) expand(long string, e entry, start, end int) {
	phrase := strings.Contains(long, " ")
	if phrase && c.open {
		c.separate(space)
	}
	for _, l := range long {
		c.take(l, start, end)
		c.upper, c.lower = c.upper || e.upper, c.lower || e.lower && !e.upper
	}
	if phrase {
		c.separate(space)
	}
}

// begin makes sure that a token of the script is under way.
func (c *scan) begin(e entry, start int) {
	s := e.script
	if c.open {
		switch {
		case c.gap.soft && s == Arabic:
			c.close()
		case s == c.cur.Script:
			return
		case mixable(s, c.cur.Script):
			c.borders = append(c.borders, border{int32(len(c.text.Letters)), int32(start)})
			c.cur.Script = s
			return
		default:
			c.close()
			c.gap.soft = false
		}
	}
	c.open = true
	c.cur = Token{
		Start: int32(start), First: int32(len(c.text.Letters)), Hash: hashBasis, Script: s,
		Gap: c.gap.between(c.text.Tokens, s), Mark: c.gap.mark,
	}
	c.cur.Opens = c.cur.Gap == Edge || c.gap.terminal || c.gap.period && c.opens(e)
	c.gap, c.upper, c.lower, c.hamza, c.rough, c.borders = gap{}, false, false, 0, false, c.borders[:0]
}

// opens tells whether a full stop before a letter ended a sentence: blanks
// stand between them, and it is no abbreviation's.
func (c *scan) opens(e entry) bool {
	if e.lower || !c.gap.space && c.gap.newlines == 0 || len(c.text.Tokens) == 0 {
		return false
	}
	last := c.text.Tokens[len(c.text.Tokens)-1]
	if last.Script != Latin && last.Script != Cyrillic {
		return true
	}
	return last.Len() > 1 && !abbreviations[last.Hash]
}

// sign reads a character that carries no letter. It belongs to the letter
// before it, and may make another letter of it.
func (c *scan) sign(r rune, end int) {
	if !c.open {
		if r == 'ـ' { // a tatweel on its own is a dash
			c.gap.stop = true
		}
		return
	}
	last := &c.text.Letters[len(c.text.Letters)-1]
	c.cur.Hamza = c.cur.Hamza || r == hamzaAbove
	if r == hamzaAbove && *last == 'ی' {
		c.hamza = len(c.text.Letters)
	}
	for _, k := range composed {
		if r == k.mark && rune(*last) == k.base {
			*last = uint16(k.letter)
		}
	}
	c.cur.End = int32(end)
}

// separate ends the token under way and adds to the gap.
func (c *scan) separate(k kind) {
	c.close()
	g := &c.gap
	if g.mark != Plain { // the sign marks nothing
		g.mark, g.stop = Plain, true
	}
	adjacent := len(c.text.Tokens) > 0 && *g == gap{}
	switch k {
	case space:
		g.space = true
	case newline:
		g.newlines++
	case hyphen:
		g.hyphens++
	case dot, period:
		g.dots++
		g.period = g.period || k == period
	case comma:
		g.commas++
	case hash, at:
		g.mark = Hashtag
		if k == at {
			g.mark = Handle
		}
		g.stop = g.stop || adjacent
	default:
		g.stop = true
		g.edge = g.edge || k == paragraph
		g.terminal = g.terminal || k == terminal
	}
}

// close ends the token under way.
func (c *scan) close() {
	if !c.open {
		return
	}
	c.open = false
	t := c.text
	c.cur.Last = int32(len(t.Letters))
	c.cur.Caps = c.upper && !c.lower
	if n := c.cur.Len(); c.cur.Script == Arabic && n > 3 && t.Letters[c.cur.Last-1] == 'ء' && t.Letters[c.cur.Last-2] == 'ا' && !short(t.Letters[c.cur.First:]) {
		c.cur.Last-- // علماء is علما
		t.Letters = t.Letters[:c.cur.Last]
		c.rough = true
	}
	if c.cur.Gap == Half && c.rejoin() {
		return
	}
	if c.rough {
		c.cur.Hash = Hash(t.Letters[c.cur.First:])
	}
	if len(c.borders) > 0 {
		t.Tokens = unmix(t, c.cur, c.borders)
		c.borders = c.borders[:0]
		return
	}
	t.Tokens = append(t.Tokens, c.cur)
}

// short tells whether a word that ends in اء is one of three letters behind the
// article: الماء and للماء keep their hamza as ماء does.
func short(word []uint16) bool {
	return len(word) > 4 && slices.Contains(shortest, word[len(word)-3]) && word[len(word)-4] == 'ل' && (word[len(word)-5] == 'ا' || word[len(word)-5] == 'ل')
}

// shortest are how the words of three letters in اء begin that are no other
// words behind the article, as القاء is: ماء, داء.
var shortest = []uint16{'م', 'د'}

// rejoin makes one token of the last two where a half-space stands before an
// ending that takes the place of ه: نماینده‌گان is نمایندگان, زنده‌گی زندگی.
func (c *scan) rejoin() bool {
	t := c.text
	before, ending := &t.Tokens[len(t.Tokens)-1], t.Letters[c.cur.First:]
	if t.Letters[before.Last-1] != 'ه' || before.Len() <= 2 || !slices.ContainsFunc(heDropping, func(e []uint16) bool { return slices.Equal(e, ending) }) {
		return false
	}
	copy(t.Letters[before.Last-1:], ending)
	t.Letters = t.Letters[:len(t.Letters)-1]
	before.Last, before.End = int32(len(t.Letters)), c.cur.End
	before.Hash = Hash(t.Letters[before.First:])
	before.Hamza = before.Hamza || c.cur.Hamza
	return true
}

// between says what kind of gap was collected before a token of script s.
func (g gap) between(before []Token, s Script) Gap {
	joints := g.hyphens + g.dots + g.commas
	blank := g.space || g.newlines > 0
	switch {
	case g.edge || g.newlines > 1:
		return Edge
	case g.stop || joints > 1 || joints == 1 && blank:
		return Stop
	case g.commas == 1 && (s != Digits || before[len(before)-1].Script != Digits):
		return Stop
	case g.commas+g.dots == 1:
		return Dot
	case g.hyphens == 1:
		return Hyphen
	case blank:
		return Space
	case g.soft && s == Arabic:
		return Half
	}
	return Glued
}
