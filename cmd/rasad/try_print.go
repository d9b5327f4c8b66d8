package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news"
)

// print tells of a page as a person reads it, stage by stage.
func (r *tryReport) print(w io.Writer) error {
	out := bufio.NewWriter(w)
	r.printPage(out)
	if r.Article.Error == "" {
		r.printArticle(out)
		r.printMatches(out)
	}
	line(out, "outcome", r.Outcome)
	return out.Flush()
}

// line writes a value beside its name, and whatever is to be said of it under
// it. Without both it writes nothing.
func line(w io.Writer, name, value string, notes ...string) {
	for _, n := range notes {
		if n != "" {
			value = strings.TrimSpace(value + "  (" + n + ")")
		}
	}
	if value != "" {
		fmt.Fprintf(w, "%-10s %s\n", name, strings.ReplaceAll(value, "\n", "\n           "))
	}
}

func (r *tryReport) printPage(w io.Writer) {
	p := r.Page
	came := fmt.Sprintf("%d bytes, %s", p.Bytes, p.Charset)
	if p.Status != 0 {
		came = fmt.Sprintf("%d, %s, %s, in %.2f s", p.Status, p.Type, came, p.Seconds)
	}
	if r.Article.Error != "" {
		came = "not read: " + r.Article.Error
	}
	line(w, "page", strings.TrimSpace(r.Article.File+" "+r.Article.URL)+"\n"+came)
	switch {
	case r.Source == "":
		line(w, "source", "none of the configuration; no rules")
	case len(r.Ruled) == 0:
		line(w, "source", r.Source, "no rules")
	default:
		line(w, "source", r.Source, "rules for "+strings.Join(r.Ruled, ", "))
	}
	if slices.Contains(r.Ruled, "drop") && r.Article.Error == "" {
		line(w, "drop", fmt.Sprintf("%d element(s), %d characters", r.Dropped.Elements, r.Dropped.Characters))
	}
	line(w, "type", r.Article.Type, r.Article.Reason)
	line(w, "goes on", r.Next)
	line(w, "as AMP", r.Twin)
}

func (r *tryReport) printArticle(w io.Writer) {
	a := r.Article
	for _, f := range []struct{ part, value string }{
		{"title", a.Title}, {"lead", a.Lead}, {"author", a.Author}, {"published", a.Published}, {"modified", a.Modified},
		{"language", a.Language}, {"site", a.Site}, {"section", a.Section}, {"tags", strings.Join(a.Tags, ", ")},
		{"code", a.Code}, {"image", a.Image}, {"canonical", a.Canonical},
	} {
		line(w, f.part, f.value, r.origin(f.part))
	}
	if a.Text == "" {
		line(w, "body", "none", r.origin("body"))
		return
	}
	paragraphs := strings.Count(a.Text, "\n\n") + 1
	line(w, "body", fmt.Sprintf("%d paragraph(s), %d characters", paragraphs, utf8.RuneCountInString(a.Text)), r.origin("body"))
	fmt.Fprintf(w, "\n    %s\n\n", strings.ReplaceAll(a.Text, "\n", "\n    "))
}

// printMatches tells which topics are met, and how the score of each came
// about. Topics are looked for where the page's own text goes on.
func (r *tryReport) printMatches(w io.Writer) {
	if len(r.Matches) == 0 {
		why := fmt.Sprintf("none of %d topics", r.Topics)
		if !r.goesOn {
			why = "not looked for: the text of such a page does not go on"
		}
		line(w, "matches", why)
		return
	}
	for _, m := range r.Matches {
		head := fmt.Sprintf("%s: %g points", m.Topic, m.Score)
		if t, ok := r.topic(m.Topic); ok && t.Threshold > 0 {
			head += fmt.Sprintf(" of the %g it takes", t.Threshold)
		}
		line(w, "matches", head)
		for _, p := range m.Parts {
			fmt.Fprintf(w, "           %+6g  %s, found %s\n", p.Points, p.Term, times(p.Count))
		}
		for _, p := range news.Passages(&r.found, m.Hits, 2) {
			fmt.Fprintf(w, "           %s: %s\n", p.Field, marked(p))
		}
	}
}

func (r *tryReport) topic(id string) (news.Topic, bool) {
	for _, t := range r.catalog.Topics {
		if t.ID == id {
			return t, true
		}
	}
	return news.Topic{}, false
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// marked returns a passage with its matched words in brackets.
func marked(p news.Passage) string {
	var b strings.Builder
	from := 0
	for _, at := range p.Bold {
		b.WriteString(p.Text[from:at[0]] + "[" + p.Text[at[0]:at[1]] + "]")
		from = at[1]
	}
	b.WriteString(p.Text[from:])
	text := b.String()
	if p.Head {
		text = "…" + text
	}
	if p.Tail {
		text += "…"
	}
	return text
}
