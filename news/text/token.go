package text

// A Token is a run of letters of one script, or of digits.
type Token struct {
	// Start and End are the byte range in the original, marks included, at
	// rune borders.
	Start, End int32

	// First and Last are the range of the token's folded letters in
	// Text.Letters, Last exclusive.
	First, Last int32

	Hash uint64 // of its letters: see Hash

	Gap    Gap    // what parts it from the token before
	Script Script // of all its letters
	Mark   Mark   // what stands right before it
	Caps   bool   // it has upper-case letters and no lower-case ones
	Hamza  bool   // the fold hides a hamza of it: see SameHamza
	Opens  bool   // a sentence begins with it
}

// Len returns the number of the token's folded letters.
func (t Token) Len() int { return int(t.Last - t.First) }

// A Gap is what stands between two tokens. Gaps from Dot on are borders that
// no phrase crosses unless it is written with one itself.
type Gap uint8

// The kinds of gap.
const (
	Half   Gap = iota // a half-space (ZWNJ and its like) between Arabic letters
	Glued             // nothing: letter to digit, or one script to another
	Hyphen            // one of - _ ' ’ and their like, between two letters
	Space             // blanks, at most one line break
	Dot               // one of . / & : between two letters, or a comma between digits
	Stop              // other punctuation
	Edge              // a blank line, or the beginning of the text
)

// Crossable tells whether a phrase may go on beyond the gap.
func (g Gap) Crossable() bool { return g < Dot }

// A Script is a kind of letter.
type Script uint8

// The scripts that are told apart.
const (
	Other Script = iota
	Digits
	Latin
	Cyrillic
	Arabic
)

// A Mark is a sign that gives the word right after it a meaning of its own.
type Mark uint8

// The marks of a token.
const (
	Plain Mark = iota
	Hashtag
	Handle
)
