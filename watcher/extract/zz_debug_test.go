package extract

import (
	"fmt"
	"net/url"
	"os"
	"testing"

	"github.com/rasadnews/rasad/news"
)

func TestZZ(t *testing.T) {
	f := os.Getenv("ZZ")
	if f == "" {
		t.Skip()
	}
	text, _ := os.ReadFile(f)
	doc, _ := parse(string(text))
	u, _ := url.Parse("https://x.example/2017/story-1")
	p := read(doc, u)
	a := news.Article{}
	p.fillFacts(&a)
	a.Title = p.title(&a)
	p.weigh(a.Title)
	body := p.body(a.Title)
	kept := map[int]bool{}
	for _, b := range body {
		kept[b.at] = true
	}
	m := p.boxes[p.main]
	fmt.Println("title", a.Title, "titled", p.titled, "main", p.main, m.node.Data, m.node.Attr, m.from, m.to)
	for i, b := range p.blocks {
		k := " "
		if kept[i] {
			k = "+"
		}
		l := " "
		if b.lost {
			l = "L"
		}
		why := ""
		for x := b.box; x > 0; x = p.boxes[x].parent {
			if p.boxes[x].lost && !p.boxes[p.boxes[x].parent].lost {
				why = fmt.Sprint(p.boxes[x].node.Data, p.boxes[x].node.Attr, p.boxes[x].hint)
			}
		}
		s := []rune(b.text)
		fmt.Printf("%s%s %d %s w%.0f c%d l%d e%v%v%v %q %s\n", k, l, i, b.tag, b.weight, b.chars, b.linked, b.line.opens, b.line.closes, b.line.ends, string(s[:min(len(s), 70)]), why)
	}
}
