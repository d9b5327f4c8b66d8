package news

// A Match says that an article meets a topic, and why.
type Match struct {
	Topic string  `json:"topic"` // Topic.ID
	Score float64 `json:"score"` // how many distinct terms of the topic were found; weights count where given
	Hits  []Hit   `json:"hits"`  // in the order title, lead, body, then by Start
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
