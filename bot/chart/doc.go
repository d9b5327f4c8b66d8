// Package chart draws what /stats shows: matches by day and topic, and the
// busiest sources, as one PNG for a phone.
//
//	chart.go     Chart, what is drawn, and PNG
//	page.go      the page: its title, and the side where lines begin
//	days.go      a bar a day, and the days below it
//	topics.go    the topics as they are stacked, and their legend
//	sources.go   a bar a source
//	number.go    counts in the reader's digits, and the steps of a scale
//	palette.go   colours that readers of any colour vision tell apart
//	clean.go     texts of any origin → what can be drawn
//	text.go      texts → shaped lines: direction, joining, ellipsis
//	font.go      the two fonts, and which draws what
//	canvas.go    boxes and lines → pixels
//	encode.go    pixels → PNG
//
// All texts come from the caller in the reader's language; digits, dates and
// direction follow from the language. Persian, Dari, Pashto, Urdu and Arabic
// are shaped as HarfBuzz does (joining, half-spaces, marks), ordered by the
// bidirectional algorithm (UAX #9), and laid out from right to left, except
// that time runs from left to right for every reader.
package chart
