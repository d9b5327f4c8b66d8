// Package extract turns a page into an article.
//
// A page is read in steps, each a file or two:
//
//   - parse.go      HTML → node tree, within limits that hostile pages cannot break
//   - layout.go     node tree → blocks (paragraphs) inside boxes (block elements);
//     look.go: which are hidden, which stand side by side
//   - weigh.go      how much each block looks like an article's text
//   - drop.go       boxes that are furniture: by their names (hints.go), by the
//     line that opens them, by being lists of links; asides.go: captions and
//     pull quotes
//   - container.go  the box that holds the article; span.go: parts of it beside that box
//   - section.go    where the article ends, and boxes of other news amid it
//   - trim.go       which of its blocks are the article's
//   - gate.go       whether the page is an article at all, and if not, what;
//     notice.go: errors and walls; listing.go: lists of others; gate_words.go:
//     by which words; live.go: live blogs; foreign.go: files of other kinds
//
// furniture.go knows lines that are part of no article, in every language of
// the tables under furniture/.
//
// site.go reads the pages of one outlet: by the rules that the configuration has
// for it (rules.go; chosen.go: what they find), and without the lines that stand on most of its pages
// (memory.go).
//
// parts.go finds where an article goes on that is cut into several pages.
//
// Beside the text stands what the page says of it: head.go reads meta elements
// and jsonld.go structured data; title.go, lead.go, dates.go (shown_dates.go:
// those on the page; date_line.go: in its lines), facts.go, author.go, tags.go,
// language.go and trail.go choose where several places speak; stray.go tells
// what of the page is said of other articles. structured.go compares the body
// that a page gives for machines with the one it shows. No rule is made for one
// host.
//
// The same page always gives the same article, byte for byte; read by a Site, it
// does after the same pages.
//
// Room score measures how well articles agree with those that people marked.
package extract
