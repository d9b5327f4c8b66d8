package news

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// A Filter narrows a subscription. The zero value lets all alerts through.
type Filter struct {
	Langs       []string `json:"langs,omitempty"`        // of these languages alone; empty: of all
	Sources     []string `json:"sources,omitempty"`      // of these sources (Source.ID) alone; empty: of all
	MinScore    float64  `json:"min_score,omitempty"`    // of a match with that many points or more
	MinSeverity Severity `json:"min_severity,omitempty"` // of topics of that severity and above; empty: of all
}

// mostFilterEntries bounds the lists of a filter.
const mostFilterEntries = 100

// Validate tells what is wrong with a filter, the first thing alone.
func (f Filter) Validate() error {
	for name, list := range map[string][]string{"language": f.Langs, "source": f.Sources} {
		if len(list) > mostFilterEntries {
			return fmt.Errorf("filter: %d %ss, where %d is the most", len(list), name, mostFilterEntries)
		}
		for _, id := range list {
			if err := checkID("filter: "+name, id); err != nil {
				return err
			}
		}
	}
	if math.IsNaN(f.MinScore) || math.IsInf(f.MinScore, 0) {
		return fmt.Errorf("filter: a score of %v is no number to reach", f.MinScore)
	}
	if f.MinSeverity != "" && f.MinSeverity != SeverityLow && f.MinSeverity.Rank() == 0 {
		return fmt.Errorf("filter: severity %q: it is low, normal, high or critical", f.MinSeverity)
	}
	return nil
}

// IsZero tells whether a filter lets all alerts through.
func (f Filter) IsZero() bool {
	return len(f.Langs) == 0 && len(f.Sources) == 0 && f.MinScore == 0 && f.MinSeverity == ""
}

// Admits tells whether a filter lets through that an article met a topic of a
// severity. An article whose language is not known is of any; who reads a
// language reads those that are written in it, too: Dari is Persian.
func (f Filter) Admits(a *Article, m Match, severity Severity) bool {
	switch {
	case len(f.Sources) > 0 && !slices.Contains(f.Sources, a.Source):
		return false
	case f.MinSeverity.Rank() > severity.Rank():
		return false
	case f.MinScore != 0 && m.Score < f.MinScore:
		return false
	case len(f.Langs) == 0 || a.Lang == "":
		return true
	}
	lang, _, _ := strings.Cut(a.Lang, "-") // ru-RU is ru
	return slices.Contains(f.Langs, lang) || slices.Contains(f.Langs, a.Lang) || slices.Contains(f.Langs, baseLanguage[lang])
}
