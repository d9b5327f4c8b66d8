package main

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"time"

	"github.com/rasadnews/rasad/news"
)

// What a key of keep says that bounds nothing.
const (
	forever = "forever"
	anySize = "any"
)

// What the keys of keep look like.
var (
	spanForm = regexp.MustCompile(`^([0-9]{1,6})([dw])$`)
	sizeForm = regexp.MustCompile(`^([0-9]{1,9}(?:\.[0-9]{1,3})?) ?([MGT])B$`)
)

// leastArticles, and leastSize, are what a store must be let keep: with less the
// archive is no use.
const (
	leastArticles = 7 * 24 * time.Hour
	leastSize     = 100e6
)

// keep holds for how long what is over is kept, and how much.
func (v *validator) keep(k *keepConfig) {
	v.span(k.Articles, leastArticles, "", "keep", "articles")
	v.span(k.Deliveries, news.LeastKept, ", as what a message brought must be known so long", "keep", "deliveries")
	switch size, err := parseSize(k.Size); {
	case err != nil:
		v.fault([]any{"keep", "size"}, "%v", err)
	case size > 0 && size < leastSize:
		v.fault([]any{"keep", "size"}, `"size" must be 100MB at least`)
	}
}

func (v *validator) span(value string, least time.Duration, why string, path ...any) {
	const day = 24 * time.Hour
	switch span, err := parseSpan(value); {
	case err != nil:
		v.fault(path, "%q: %v", path[len(path)-1], err)
	case span > 0 && span < least:
		v.fault(path, "%q must be %dd at least%s", path[len(path)-1], least/day, why)
	}
}

// parseSpan reads for how long something is kept; 0 is for ever.
func parseSpan(text string) (time.Duration, error) {
	if text == forever {
		return 0, nil
	}
	parts := spanForm.FindStringSubmatch(text)
	if parts == nil {
		return 0, fmt.Errorf("write days or weeks, such as 400d or 52w, or forever, not %q", text)
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil {
		return 0, err
	}
	unit := map[string]time.Duration{"d": 24 * time.Hour, "w": 7 * 24 * time.Hour}[parts[2]]
	if n == 0 || n > int(math.MaxInt64/unit) {
		return 0, fmt.Errorf("%q is out of range; for no bound write forever", text)
	}
	return time.Duration(n) * unit, nil
}

// parseSize reads how many bytes something may take; 0 is any number.
func parseSize(text string) (int64, error) {
	if text == anySize {
		return 0, nil
	}
	parts := sizeForm.FindStringSubmatch(text)
	if parts == nil {
		return 0, fmt.Errorf(`"size": write megabytes or gigabytes, such as 500MB or 20GB, or any, not %q`, text)
	}
	n, err := strconv.ParseFloat(parts[1], 64)
	if err != nil {
		return 0, err
	}
	n *= map[string]float64{"M": 1e6, "G": 1e9, "T": 1e12}[parts[2]]
	if n < 1 || n > 1e18 {
		return 0, fmt.Errorf(`"size" is out of range: %q; for no bound write any`, text)
	}
	return int64(n), nil
}

// keep returns what the store keeps, by a validated configuration.
func (k keepConfig) keep() (n news.Keep) {
	n.Articles, _ = parseSpan(k.Articles)
	n.Deliveries, _ = parseSpan(k.Deliveries)
	n.Size, _ = parseSize(k.Size)
	return n
}
