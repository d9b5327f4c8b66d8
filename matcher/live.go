package matcher

import (
	"sync/atomic"

	"github.com/rasadnews/rasad/news"
)

// A Live matcher can be replaced while articles are being matched. Each
// article is matched by the one matcher that was in place when it came.
type Live struct{ current atomic.Pointer[Matcher] }

// NewLive returns a live matcher that begins with m.
func NewLive(m *Matcher) *Live {
	l := &Live{}
	l.Swap(m)
	return l
}

// Swap puts m in place for the articles that come from now on.
func (l *Live) Swap(m *Matcher) { l.current.Store(m) }

// Match returns what the matcher now in place finds.
func (l *Live) Match(a *news.Article) []news.Match { return l.current.Load().Match(a) }
