package sitetest

import (
	"errors"
	"strings"
)

// ParseScraped reads an article as a scraper left it, a line for each block of
// its page: furniture, headline, lead, the headline again, a dateline,
// paragraphs, more furniture. It returns the content, and the lines that are
// furniture, so that a test can put the text back into a page and see whether
// exactly the content comes out again.
func ParseScraped(text string) (c Content, furniture []string, err error) {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	first, second := headlines(lines)
	if second == 0 || second-first < 2 {
		return c, nil, errors.New("scraped text: no headline that stands above and below its lead")
	}
	furniture = lines[:first]
	c.Title = lines[first]
	c.Lead = strings.Join(lines[first+1:second], " ")
	for _, line := range lines[second+1:] {
		switch {
		case isParagraph(line):
			c.Paragraphs = append(c.Paragraphs, line)
		case len(c.Paragraphs) == 0:
			c.Dateline = line
			c.Site = strings.TrimRight(strings.TrimPrefix(line, "به گزارش "), "،: ")
		default:
			furniture = append(furniture, line)
		}
	}
	for _, line := range furniture {
		if _, code, ok := strings.Cut(line, "کدخبر:"); ok {
			c.Code = strings.Trim(code, "/ ")
		}
	}
	if len(c.Paragraphs) == 0 {
		return c, nil, errors.New("scraped text: no paragraph behind the headline")
	}
	return c, furniture, nil
}

// headlines returns the places of the first long line that stands twice.
func headlines(lines []string) (first, second int) {
	for i, line := range lines {
		for j := i + 1; j < len(lines); j++ {
			if lines[j] == line && len(strings.Fields(line)) > 4 {
				return i, j
			}
		}
	}
	return 0, 0
}

// isParagraph tells a paragraph from a line of furniture by its length, which
// is all that a scraper leaves of a page's layout.
func isParagraph(line string) bool { return len(strings.Fields(line)) >= 15 }
