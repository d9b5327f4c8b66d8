// Package feed turns the bytes of a source into items.
//
// Feeds of the RSS family (0.9x, 1.0, 2.0, RDF), Atom (0.3, 1.0), CDF and
// JSON Feed, sitemaps, their indexes and those of news, and the pages of
// public Telegram channels are all read into one shape, by tolerant parsers of
// our own: whatever stands before or beside a broken place is kept, and
// returned together with the error that names it. Document types and the
// entities they declare are passed over, so nothing in a feed can expand. Front
// pages are read with the operator's CSS selectors, or by a score of their
// links.
//
//	feed.go      the nouns: Feed, Entry, Format; the limits; the errors
//	parse.go     Parse: a document's bytes → Feed; Detect: what it is
//	channel.go   what an XML document says of itself
//	entry.go     one <item>, <entry> or <url> → Entry
//	link.go      its addresses and files
//	person.go    its people and tags
//	element.go   one element's content, by the type it has
//	json.go      JSON Feed
//	telegram.go  the page of a public Telegram channel
//	list.go      sitemaps in plain text
//	token.go     the tokenizer: tags, text and CDATA of broken XML
//	attribute.go the attributes of a tag
//	name.go      namespaces: which prefix means what
//	text.go      markup and entities → plain text
//	date.go      every form of date that feeds come with
//	mail.go      those of RFC 822 and its kin
//	zip.go       gzipped documents
//	discover.go  Discover: where the feeds of a site may be
//	page.go      Page: a front page → items
//	card.go      what an item or link of a page says
//	links.go     Links: a page's links, weighed by all that is known of them
//	score.go     which links of a front page lead to articles
//	words.go     the words that tell
//	template.go  Template: what the addresses of a site's articles look like
package feed
