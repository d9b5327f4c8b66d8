package text

// plain holds the characters below 0x800 that are nothing but a letter: no
// sign is needed to know what becomes of them. Of an entry, the low 16 bits
// are the folded letter, then comes one more than its script, and whether it is upper or lower case. Other characters
// have 0.
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
	t := c.text
	letters, hash := t.Letters, c.cur.Hash
	var seen uint32
	script, from := uint32(c.cur.Script+1), i
	for i < len(s) {
		e, size := plainAt(s, i)
		if e>>16&0xFF == script {
			letters = append(letters, uint16(e))
			hash = (hash ^ uint64(e&0xFFFF)) * hashPrime
			seen |= e
			i += size
			continue
		}
		if s[i] != ' ' || i+1 == len(s) {
			break
		}
		next, _ := plainAt(s, i+1)
		if next == 0 {
			break
		}
		t.Letters = letters
		c.ran(seen, hash, from, i)
		c.close()
		letters = t.Letters
		i++
		from, hash, seen, script = i, hashBasis, 0, next>>16&0xFF
		c.open, c.upper, c.lower, c.rough, c.hamza = true, false, false, false, 0
		c.cur = Token{
			Start: int32(i), First: int32(len(letters)), Hash: hashBasis, Gap: Space, Script: Script(script - 1),
		}
	}
	t.Letters = letters
	c.ran(seen, hash, from, i)
	return i
}

// ran notes what a run added to the token under way.
func (c *scan) ran(seen uint32, hash uint64, from, to int) {
	c.cur.Hash = hash
	if to > from {
		c.cur.End = int32(to)
	}
	c.upper = c.upper || seen&upperCase != 0
	c.lower = c.lower || seen&lowerCase != 0
}
