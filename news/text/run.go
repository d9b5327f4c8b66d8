package text

import "slices"

// plain holds the characters below 0x800 that are nothing but a letter: no
// sign is needed to know what becomes of them. Of an entry, the low 16 bits
// are the folded letter, then comes one more than its script, and whether it is
// upper or lower case. Other characters have 0.
var plain = func() *[0x800]uint32 {
	t := new([0x800]uint32)
	for r := range t {
		e := &table[r]
		if e.kind != letter || e.to == 0 || e.hamza || r == hamzaYeh {
			continue
		}
		t[r] = uint32(e.to) | uint32(e.script+1)<<16
		if e.upper {
			t[r] |= upperCase
		}
		if e.lower {
			t[r] |= lowerCase
		}
	}
	return t
}()

const (
	upperCase = 1 << 24
	lowerCase = 1 << 25
)

// plainAt returns the entry of the character at an offset, and its bytes.
func plainAt(s string, i int) (e uint32, size int) {
	b := s[i]
	if b < 0x80 {
		return plain[b], 1
	}
	if b >= 0xC2 && b < 0xE0 && i+1 < len(s) && s[i+1]&0xC0 == 0x80 {
		return plain[(uint(b)&0x1F<<6|uint(s[i+1]&0x3F))&0x7FF], 2
	}
	return 0, 0
}

// smooth tells whether plain letters may follow without a second thought.
func (c *scan) smooth() bool {
	return c.open && !c.gap.soft && c.hamza != len(c.text.Letters) && len(c.borders) == 0
}

// run reads plain letters and the single blanks between them, and returns
// where something else stands. Most of most texts is read here.
func (c *scan) run(s string, i int) int {
	c.text.Letters = slices.Grow(c.text.Letters, len(s)-i)
	for {
		i = c.word(s, i)
		if i+1 >= len(s) || s[i] != ' ' {
			return i
		}
		next, _ := plainAt(s, i+1)
		if next == 0 {
			return i
		}
		c.close()
		i++
		c.open, c.upper, c.lower, c.rough, c.hamza = true, false, false, false, 0
		c.cur = Token{
			Start: int32(i), First: int32(len(c.text.Letters)), Hash: hashBasis, Gap: Space, Script: Script(next>>16&0xFF - 1),
		}
		i = c.words(s, i)
	}
}

// word reads plain letters of the script of the token under way.
func (c *scan) word(s string, i int) int {
	t := c.text
	script, hash, seen, from, n := uint32(c.cur.Script+1), c.cur.Hash, uint32(0), i, len(t.Letters)
	letters := t.Letters[:cap(t.Letters)]
	for i < len(s) {
		e, size := plainAt(s, i)
		if e>>16&0xFF != script {
			break
		}
		letters[n] = uint16(e)
		hash = (hash ^ uint64(e&0xFFFF)) * hashPrime
		seen |= e
		i += size
		n++
	}
	t.Letters = letters[:n]
	c.cur.Hash = hash
	if i > from {
		c.cur.End = int32(i)
	}
	c.upper = c.upper || seen&upperCase != 0
	c.lower = c.lower || seen&lowerCase != 0
	return i
}

// words reads whole words of plain letters between single blanks, as long as
// there are such, beginning with the token under way, of which nothing was
// read yet. What follows the last of them may not be a blank: it stays under
// way.
func (c *scan) words(s string, i int) int {
	t := c.text
	n, tokens := len(t.Letters), t.Tokens
	letters := t.Letters[:cap(t.Letters)]
	script := uint32(c.cur.Script + 1)
	for {
		start, first, hash, seen := i, n, hashBasis, uint32(0)
		var e uint32
		for i < len(s) {
			size := 0
			if e, size = plainAt(s, i); e>>16&0xFF != script {
				break
			}
			letters[n] = uint16(e)
			hash = (hash ^ uint64(e&0xFFFF)) * hashPrime
			seen |= e
			i += size
			n++
		}
		if i+1 < len(s) && s[i] == ' ' && letters[n-1] != 'ء' {
			if e, _ = plainAt(s, i+1); e != 0 {
				tokens = append(tokens, Token{
					Start: int32(start), End: int32(i), First: int32(first), Last: int32(n), Hash: hash,
					Gap: Space, Script: Script(script - 1), Caps: seen&(upperCase|lowerCase) == upperCase,
				})
				i++
				script = e >> 16 & 0xFF
				continue
			}
		}
		t.Letters, t.Tokens = letters[:first], tokens
		c.cur.Start, c.cur.First, c.cur.Script = int32(start), int32(first), Script(script-1)
		return start
	}
}
