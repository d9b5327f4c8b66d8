package news

// A Match says that an article meets a topic, and why.
type Match struct {
	Topic string      `json:"topic"`           // Topic.ID
	Score float64     `json:"score"`           // the points of all Parts
	Hits  []Hit       `json:"hits"`            // in the order title, lead, body, then by Start
	Parts []ScorePart `json:"parts,omitempty"` // how the score came about
}

// A ScorePart is what one thing that was found adds to the score: a weighted
// term its points; in other topics each term one point, however often it is
// found.
type ScorePart struct {
	Term   string  `json:"term"`   // as the topic or the concept's alias writes it
	Count  int     `json:"count"`  // places where it was found
	Points float64 `json:"points"` // negative for what speaks against the topic
}

// A Hit is one place where a term was found. Start and End are byte offsets
// into the original text of the field, End exclusive, both at rune borders.
type Hit struct {
	Field Field  `json:"field"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Term  string `json:"term"` // as the topic or the concept's alias writes it
}

// A Field is a part of an article that is matched by itself: no phrase runs
// from one field into the next.
type Field string

// The fields, in the order in which they are read.
const (
	FieldTitle Field = "title"
	FieldLead  Field = "lead"
	FieldBody  Field = "body"
)
