package extract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/news"
)

// notice tells that a page stands where an article was to be, and why: it is not
// there, the server is in trouble, or something is asked for first. Titles say
// so, and lines, but where a rule of the site found a text.
func (p *page) notice(a *news.Article, m size, ruled bool) (Type, string) {
	name := firstOf(a.Title, p.head.title)
	called := func(names, titles []string) bool {
		return m.chars < 1500 && (slices.Contains(names, key(name)) || titleSays(a.Title, titles, m) || titleSays(p.head.title, titles, m))
	}
	switch {
	case called(missingNames, missingTitles):
		return TypeSoft404, fmt.Sprintf("its title says that there is nothing here: %q", name)
	case called(errorNames, errorTitles):
		return TypeError, fmt.Sprintf("its title is that of an error page: %q", name)
	case called(nil, wallTitles), !ruled && m.chars < 500 && (p.withholds() || p.opensWith(wallLines)):
		return TypeWall, fmt.Sprintf("it asks for something before it shows its text: %q", name)
	case !ruled && m.chars < 600 && p.opensWith(missingLines):
		return TypeSoft404, fmt.Sprintf("it says that there is nothing here: %q", name)
	case !ruled && m.chars < 200 && p.opensWith(errorLines):
		return TypeError, fmt.Sprintf("it tells of trouble at the site: %q", name)
	}
	return "", ""
}

// titleSays tells whether a title has one of the parts: as most of what it says
// beside the site's name, or where there is hardly any text.
func titleSays(title string, parts []string, m size) bool {
	if k := key(title); m.chars < 300 && m.sentences < 2 && hasAny(k, parts) {
		return true
	}
	for _, piece := range siteJoint.Split(title, -1) {
		if mostly(key(piece), parts) {
			return true
		}
	}
	return false
}

// mostly tells whether one of the parts makes at least half of a text.
func mostly(text string, parts []string) bool {
	for _, s := range parts {
		if 2*len(s) >= len(text) && strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// aBrief is how many letters of sentences make a short piece of news.
const aBrief = 100

// opensWith tells whether a short line of the page has one of the parts, folded,
// before any news is told: what stands behind a brief, in a footer or a box, is
// said of something else.
func (p *page) opensWith(parts []string) bool {
	told := 0
	for _, b := range p.besideArticle() {
		switch {
		case b.lost && !isFurniture(b.text):
		case b.chars < 200 && hasAny(key(b.text), parts):
			return true
		case b.chars >= 40 && 2*b.linked < b.chars && endsSentence(b.text):
			if told += b.chars; told >= aBrief {
				return false
			}
		}
	}
	return false
}

// withholds tells whether a line says, and hardly more, that the rest of the text
// is for others. Boxes that ask for it are often named like furniture, but stand
// in no footer.
func (p *page) withholds() bool {
	for _, b := range p.besideArticle() {
		if b.chars < 200 && mostly(key(b.text), withheldLines) && !p.inFooter(b.box) {
			return true
		}
	}
	return false
}

// besideArticle are the blocks behind the headline, in the article's box and in
// the one around it.
func (p *page) besideArticle() []block {
	to := p.boxes[p.boxes[p.main].parent].to
	return p.blocks[min(p.titled+1, to):to]
}

// inFooter tells whether a box stands in a footer or a side column.
func (p *page) inFooter(box int) bool {
	for ; box > 0; box = p.boxes[box].parent {
		if tag := p.boxes[box].node.Data; tag == "footer" || tag == "aside" {
			return true
		}
	}
	return false
}
