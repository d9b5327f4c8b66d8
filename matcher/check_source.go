package matcher

import (
	"slices"
	"strings"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// sourced warns of a filter that no source passes, so that nothing new ever
// will. The archive may hold articles of a source that there was.
func (l *linter) sourced(f *query.Filter) {
	if l.sources == nil || slices.ContainsFunc(l.sources, func(s news.Source) bool { return isOf(s, f) }) {
		return
	}
	switch near := l.sourceMeant(f.Value); {
	case f.Name == "source" && near != "":
		l.warn(f.Start, "no source is called %s: did you mean source:%s?", f.Value, near)
	case f.Name == "source":
		l.warn(f.Start, "no source is called %s: this is never met", f.Value)
	default:
		l.warn(f.Start, "no source has %s: this is never met", f.Name+":"+f.Value)
	}
}

// isOf tells whether what a source brings can pass a filter. Any source may
// bring an article in any language.
func isOf(s news.Source, f *query.Filter) bool {
	switch f.Name {
	case "source":
		return strings.EqualFold(s.ID, f.Value)
	case "country":
		return strings.EqualFold(s.Country, f.Value)
	case "tag":
		return slices.ContainsFunc(s.Tags, func(t string) bool { return strings.EqualFold(t, f.Value) })
	}
	return true
}

// sourceMeant returns the ID of the source that a value names otherwise, or of
// the one that is probably meant, or "".
func (l *linter) sourceMeant(value string) string {
	var ids []string
	for _, s := range l.sources {
		if text.Fold(s.Name) == text.Fold(value) {
			return s.ID
		}
		ids = append(ids, s.ID)
	}
	return query.Nearest(strings.ToLower(value), ids)
}
