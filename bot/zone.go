package bot

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
)

// zoneTable lists time zones, one a line: the name that the IANA gives it,
// and, behind a tab, what else its readers call it, in Persian first.
//
//go:embed zones.tsv
var zoneTable string

// A zoneName is a time zone and one of the things that it is called.
type zoneName struct {
	zone string
	key  []rune // as nameKey has it
}

// A zoneFinder knows time zones by their names, cities and countries.
type zoneFinder struct {
	names   []zoneName
	zones   map[string]string // by key
	persian map[string]string // by zone
}

var zones = sync.OnceValue(func() *zoneFinder {
	f := &zoneFinder{zones: map[string]string{}, persian: map[string]string{}}
	for line := range strings.Lines(zoneTable) {
		zone, others, _ := strings.Cut(strings.TrimSpace(line), "\t")
		city := zone[strings.LastIndexByte(zone, '/')+1:]
		for i, name := range append([]string{zone, city}, strings.Split(others, ",")...) {
			key := nameKey(name)
			if key == "" {
				continue
			}
			if i == 2 {
				f.persian[zone] = name
			}
			if _, there := f.zones[key]; !there {
				f.zones[key] = zone
				f.names = append(f.names, zoneName{zone, []rune(key)})
			}
		}
	}
	return f
})

// zoneNamed returns the time zone that somebody means: by its name, a city or
// a country in it, or an offset such as +3:30.
func zoneNamed(word string) (string, bool) {
	word = strings.TrimSpace(word)
	if zone, ok := zoneAt(word); ok {
		return zone, true
	}
	if zone, ok := zones().zones[nameKey(word)]; ok {
		return zone, true
	}
	valid := strings.Contains(word, "/") && news.ChatSettings{Zone: word}.Validate() == nil // one with an old name
	return word, valid
}

var offsetForm = regexp.MustCompile(`^(?i:utc|gmt)?\s*([+-])\s*(\d{1,2})(?:[:.]?(\d{2}))?$`)

// partHours are the zones whose clocks differ from UTC by part of an hour, and
// do so all the year.
var partHours = map[string]string{
	"+3:30": "Asia/Tehran", "+4:30": "Asia/Kabul", "+5:30": "Asia/Kolkata", "+5:45": "Asia/Kathmandu",
	"+6:30": "Asia/Yangon", "+8:45": "Australia/Eucla", "+9:30": "Australia/Darwin", "-9:30": "Pacific/Marquesas",
}

// zoneAt returns a zone that is so far from UTC: of whole hours one that is
// named after them.
func zoneAt(offset string) (string, bool) {
	m := offsetForm.FindStringSubmatch(westernDigits(offset))
	if m == nil {
		return "", false
	}
	hours := strings.TrimLeft(m[2], "0")
	if m[3] != "" && m[3] != "00" {
		zone, ok := partHours[m[1]+hours+":"+m[3]]
		return zone, ok
	}
	if hours == "" {
		return "UTC", true
	}
	sign := "-" // the IANA counts these towards the west
	if m[1] == "-" {
		sign = "+"
	}
	zone := "Etc/GMT" + sign + hours
	return zone, news.ChatSettings{Zone: zone}.Validate() == nil
}

// zonesNear returns the zones whose names come nearest to a word that names
// none, the nearest first.
func zonesNear(word string) []string {
	const most = 3
	key := []rune(nameKey(word))
	if len(key) == 0 || len(key) > 40 {
		return nil
	}
	nearness := map[string]int{}
	var near []string
	for _, n := range zones().names {
		d := distance(key, n.key)
		if len(key) >= 3 && strings.HasPrefix(string(n.key), string(key)) {
			d = 1
		}
		if d > len(key)/3 {
			continue
		}
		if old, there := nearness[n.zone]; !there || d < old {
			nearness[n.zone] = d
		}
		if !slices.Contains(near, n.zone) {
			near = append(near, n.zone)
		}
	}
	slices.SortStableFunc(near, func(a, b string) int { return nearness[a] - nearness[b] })
	return near[:min(most, len(near))]
}

// zoneLabel is how a reader of a language knows a time zone.
func zoneLabel(l *message.Locale, zone string) string {
	if name := zones().persian[zone]; name != "" && l.Lang() == "fa" {
		return name
	}
	if hours, ok := strings.CutPrefix(zone, "Etc/GMT"); ok {
		return fmt.Sprintf("UTC%s", strings.NewReplacer("+", "−", "-", "+").Replace(hours))
	}
	return strings.ReplaceAll(zone, "_", " ")
}
