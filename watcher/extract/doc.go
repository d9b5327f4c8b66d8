// Package extract turns a page into an article.
//
// A page is read in one pass of five steps, each a file or two:
//
//   - parse.go     HTML → node tree, within limits that hostile pages cannot break
//   - layout.go    node tree → blocks (paragraphs) inside boxes (block elements)
//   - hints.go     what class names say about a box; furniture.go, what a line
//     says about itself: the tables under furniture/, by language
//   - container.go the box that holds the article; trim.go, which of its blocks
//     are the article's
//   - gate.go      whether the page is an article at all, and if not, what
//
// Beside the text stands what the page says of it: head.go reads meta elements,
// jsonld.go structured data, and title.go, lead.go, dates.go, byline.go and
// facts.go choose where several places speak. No rule is made for one host.
//
// The same page always gives the same article, byte for byte.
package extract
