package news

import "time"

// An Item is what a poll found: a pointer to an article, with whatever the
// feed or front page said of it.
type Item struct {
	// ID is the publisher's own identity of the item (a guid, an Atom id), or
	// empty.
	ID string `json:"id,omitempty"`

	// URL is absolute and points to the article's page.
	URL string `json:"url"`

	Title     string    `json:"title,omitempty"`
	Summary   string    `json:"summary,omitempty"`  // plain text, often the lead
	Content   string    `json:"content,omitempty"`  // plain text of the whole, when the feed carries it
	Author    string    `json:"author,omitempty"`   //
	Published time.Time `json:"published,omitzero"` // zero when the source gives none
	Tags      []string  `json:"tags,omitempty"`     //
	Image     string    `json:"image,omitempty"`    //
	FoundAt   time.Time `json:"found_at,omitzero"`  // when a poll first saw it

	// Whole tells that the item is all there is: it has no page, or none that
	// says more.
	Whole bool `json:"whole,omitempty"`
}

// A Page is the bytes fetched for an item.
type Page struct {
	// URL is where the bytes came from, after redirects.
	URL string

	// ContentType is the Content-Type header as the server sent it.
	ContentType string

	// Body is the document as it came, in the publisher's encoding.
	Body []byte
}

// An Article is what was extracted from a page.
type Article struct {
	// ID identifies the article in the store: 16 hexadecimal digits, the same
	// for the same canonical URL. The desk sets it.
	ID string `json:"id"`

	Source    string `json:"source"`              // Source.ID
	Country   string `json:"country,omitempty"`   // Source.Country, if it is known
	URL       string `json:"url"`                 // where it was read
	Canonical string `json:"canonical,omitempty"` // the URL the page calls its own

	Title string `json:"title"`
	Lead  string `json:"lead,omitempty"`

	// Body is the text, its paragraphs parted by one blank line ("\n\n").
	// Title and lead are not repeated in it.
	Body string `json:"body"`

	Author    string    `json:"author,omitempty"`
	Published time.Time `json:"published,omitzero"` // zero when unknown: no date rather than a wrong one
	Modified  time.Time `json:"modified,omitzero"`
	FoundAt   time.Time `json:"found_at,omitzero"` // when rasad first saw it
	Lang      string    `json:"lang,omitempty"`
	Site      string    `json:"site,omitempty"`
	Section   string    `json:"section,omitempty"`
	Tags      []string  `json:"tags,omitempty"`
	Image     string    `json:"image,omitempty"`
	Code      string    `json:"code,omitempty"` // the outlet's own news code (کد خبر)
}

// Text returns the text of a field of the article, the one that the byte
// ranges of hits in that field refer to.
func (a *Article) Text(f Field) string {
	switch f {
	case FieldTitle:
		return a.Title
	case FieldLead:
		return a.Lead
	default:
		return a.Body
	}
}

// Time returns when the article was published, or when it was found if its
// page does not say.
func (a *Article) Time() time.Time {
	if a.Published.IsZero() {
		return a.FoundAt
	}
	return a.Published
}
