package news

import "time"

// A Search asks an archive for articles, newest first. What it leaves out does
// not matter; its zero value finds every article, none of them within a Limit
// of 0.
type Search struct {
	// Words are groups of prefixes. Of each group one prefix at least must begin
	// a key of the article's title, lead or body, as package text cuts keys from
	// texts. A group without prefixes is never met, an empty prefix always.
	Words [][]string

	Topics  []string // one of them must be among its matches
	Sources []string // one of them must be its Source
	Langs   []string // one of them must be its Lang, or what stands before the hyphen there

	// Since and Before bound its time, which is Article.Time as Latest reckons
	// it, to the second: from Since on, and before Before. A zero one is no bound.
	Since, Before time.Time

	After Cursor // the Next of the page before; 0 begins with the newest
	Limit int
}

// A Cursor is a place in the order of an archive. It stays good while articles
// come and go.
type Cursor int64

// Found is one page of what a Search found.
type Found struct {
	// Articles come newest first, by their time to the second; of one second the
	// last claim comes first, as a rule. They may be fewer than the Limit though
	// more follow.
	Articles []Placed

	Next Cursor // where the next page begins; 0 if this one is the last

	// Left is about how many articles of the archive were not looked at, as they
	// are not in its index yet: after an upgrade, or when it was lost.
	Left int64
}

// A Placed article is one with its place in the order of the archive: a page
// that begins after it does not hold it.
type Placed struct {
	Archived
	Place Cursor
}

// A Day is what an archive holds of one day.
type Day struct {
	Start    time.Time      `json:"start"`    // when the day begins
	Articles int            `json:"articles"` // of its time
	Matched  int            `json:"matched"`  // that match a topic
	Topics   map[string]int `json:"topics"`   // that match each topic
}

// A Volume is how much an archive holds of a topic or a source.
type Volume struct {
	ID       string `json:"id"` // Topic.ID or Source.ID
	Articles int    `json:"articles"`
	Matched  int    `json:"matched"` // that match a topic
}
