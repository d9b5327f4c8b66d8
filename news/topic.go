package news

// A Topic is a watch list of the operator. Exactly one of its three forms is
// used: the plain lists Any, All and None; a Query in the language of package
// matcher/query; or Weighted terms with a Threshold.
type Topic struct {
	ID       string
	Name     map[string]string // by language
	Severity Severity

	Any  []string // at least one of these terms must be found
	All  []string // all of these must be found
	None []string // none of these may be found

	Query string

	// Weighted terms add up to the score of an article, which meets the topic
	// if that is Threshold or more. Threshold is above 0.
	Weighted  []Weight
	Threshold float64
}

// A Weight is what a term counts in the score of a topic.
type Weight struct {
	Term   string  // an entry as in a plain list: a word, a phrase, a concept, a query
	Weight float64 // points; negative for what speaks against the topic
	PerHit bool    // the points count for each place where it is found, not once
}

// Label returns the topic's name in a language, else in English, else its ID.
func (t Topic) Label(lang string) string {
	for _, l := range []string{lang, baseLanguage[lang], "en"} {
		if n := t.Name[l]; n != "" {
			return n
		}
	}
	return t.ID
}

// baseLanguage names the language whose words a reader of another one can
// read: Dari is Persian.
var baseLanguage = map[string]string{"prs": "fa"}

// A Concept is a name with its aliases in every language. Queries use it as
// @id.
type Concept struct {
	ID      string
	Aliases []string
}

// A Severity says how much an alert of a topic may disturb its reader.
type Severity string

// The severities, from the quietest up. Alerts of SeverityHigh and
// SeverityCritical ring; the others arrive without a sound.
const (
	SeverityLow      Severity = "low"
	SeverityNormal   Severity = "normal"
	SeverityHigh     Severity = "high"
	SeverityCritical Severity = "critical"
)

// Rank orders severities: 0 for low and the unknown, up to 3 for critical.
func (s Severity) Rank() int {
	switch s {
	case SeverityNormal:
		return 1
	case SeverityHigh:
		return 2
	case SeverityCritical:
		return 3
	}
	return 0
}

// Rings tells whether an alert arrives with a sound, and is urgent.
func (s Severity) Rings() bool { return s.Rank() >= SeverityHigh.Rank() }
