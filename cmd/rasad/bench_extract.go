package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/watcher/extract/score"
)

// A benchExtractConfig is what rasad bench extract is asked for.
type benchExtractConfig struct {
	set    string
	least  time.Duration
	worst  int
	asJSON bool
}

func benchExtractCommand() *cobra.Command {
	var b benchExtractConfig
	c := &cobra.Command{
		Use:   "extract [--set DIR]",
		Short: "Measure how well and how fast pages are extracted, on one core",
		Long: "Bench extract runs every page of a labelled set through rasad's extractor, and\n" +
			"beside it through go-readability. It compares the texts as scrapinghub's\n" +
			"article-extraction-benchmark does: by runs of four words. A page that is not\n" +
			"taken for an article counts as one without text. A set is that benchmark's folder\n" +
			"(ground-truth.json and html/ID.html.gz), or pages NAME.html with their articles in NAME.json beside\n" +
			"them. Without --set it is the benchmark in the folder of shared data (../shared\n" +
			"or RASAD_SHARED) if it is there, and the project's own testdata.\n\n" +
			"Nothing is learned from a set, so its five folds differ by their pages alone;\n" +
			"how far they do tells how far to trust the mean. A page's time is its best of\n" +
			"all rounds, parsing included; the peak is what the process held meanwhile.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return b.run(c) },
	}
	c.Flags().StringVar(&b.set, "set", "", "the folder of a labelled set")
	c.Flags().DurationVar(&b.least, "for", 2*time.Second, "how long each engine runs at least")
	c.Flags().IntVar(&b.worst, "worst", 0, "also list so many pages that rasad's extractor loses the most on")
	c.Flags().BoolVar(&b.asJSON, "json", false, "print lines of JSON")
	return c
}

func (b *benchExtractConfig) run(c *cobra.Command) error {
	if b.least < 0 || b.worst < 0 {
		return errors.New("--for and --worst want no less than 0")
	}
	folders := []string{b.set}
	if b.set == "" {
		if folders = labelledSets(); len(folders) == 0 {
			return errors.New("no labelled pages here: name their folder with --set")
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	out := bufio.NewWriter(c.OutOrStdout())
	for _, dir := range folders {
		set, err := readLabelled(dir)
		if err != nil {
			return err
		}
		if err := errors.Join(b.measure(out, dir, set), out.Flush()); err != nil {
			return err
		}
	}
	return nil
}

// measure runs all engines over a set and prints what comes out.
func (b *benchExtractConfig) measure(out io.Writer, dir string, set []labelled) error {
	if !b.asJSON {
		fmt.Fprintf(out, "%s: %d pages, on one core\n%s\n", dir, len(set), extractHeading)
	}
	for i, e := range engines {
		r, pages, err := measureExtract(e, set, b.least)
		if err != nil {
			return err
		}
		r.Set = dir
		if err := r.print(out, b.asJSON); err != nil {
			return err
		}
		if i == 0 && !b.asJSON {
			printWorst(out, set, pages, b.worst)
		}
	}
	return nil
}

// folds is into how many parts a set is cut to see how far they differ.
const folds = 5

// An extractMeasure is what rasad bench extract prints of one engine.
type extractMeasure struct {
	Set       string  `json:"set"`
	Engine    string  `json:"engine"`
	Pages     int     `json:"pages"`
	F1        float64 `json:"f1"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`

	Folds    []foldScore `json:"folds"`   // none of a set with fewer pages
	Refused  int         `json:"refused"` // pages that were not taken for articles
	Titles   tally       `json:"titles"`
	Dates    tally       `json:"dates"` // the day of publishing
	MedianMS float64     `json:"median_ms"`
	MeanMS   float64     `json:"mean_ms"`
	PeakMB   float64     `json:"peak_mb"`
}

// A foldScore is how well the pages of one fold came out.
type foldScore struct {
	F1        float64 `json:"f1"`
	Precision float64 `json:"precision"`
}

// A tally counts the answers of an engine where the set says what is right.
type tally struct {
	Known int `json:"known"`
	Right int `json:"right"`
	Wrong int `json:"wrong"` // the rest was left empty
}

func (t *tally) add(want, got string) {
	if want == "" {
		return
	}
	t.Known++
	switch got {
	case want:
		t.Right++
	case "":
	default:
		t.Wrong++
	}
}

// measureExtract runs an engine over a set until a time has passed, and
// returns also how each page came out.
func measureExtract(e engine, set []labelled, least time.Duration) (extractMeasure, []score.Overlap, error) {
	r := extractMeasure{Engine: e.name, Pages: len(set)}
	pages := make([]score.Overlap, len(set))
	best := make([]time.Duration, len(set))
	restartPeak()
	for spent, round := time.Duration(0), 0; spent < least || round == 0; round++ {
		for i, p := range set {
			text, err := p.read()
			if err != nil {
				return r, nil, err
			}
			began := time.Now()
			got := e.extract(text, p.url)
			took := time.Since(began)
			spent += took
			if round > 0 {
				best[i] = min(best[i], took)
				continue
			}
			best[i], pages[i] = took, score.Compare(p.body, got.body)
			r.count(p, got)
		}
	}
	r.PeakMB = peakMemory() / mega
	r.sum(pages, best)
	return r, pages, nil
}

// count adds what an engine made of one page.
func (r *extractMeasure) count(p labelled, got answer) {
	if got.refused {
		r.Refused++
	}
	r.Titles.add(oneSpace(p.title), oneSpace(got.title))
	r.Dates.add(p.published.days(got.published))
}

// oneSpace makes titles comparable that differ by blanks alone.
func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

// sum computes the figures of all pages and of each fold, and the times.
func (r *extractMeasure) sum(pages []score.Overlap, took []time.Duration) {
	all := score.Mean(pages)
	r.F1, r.Precision, r.Recall = all.F1, all.Precision, all.Recall
	r.Folds = foldsOf(pages)
	took = slices.Sorted(slices.Values(took))
	total := time.Duration(0)
	for _, t := range took {
		total += t
	}
	r.MedianMS = took[len(took)/2].Seconds() * 1000
	r.MeanMS = total.Seconds() * 1000 / float64(len(took))
}

// foldsOf cuts a set into its folds and measures each.
func foldsOf(pages []score.Overlap) []foldScore {
	if len(pages) < folds {
		return []foldScore{}
	}
	found := make([]foldScore, folds)
	for k := range folds {
		var part []score.Overlap
		for i := k; i < len(pages); i += folds {
			part = append(part, pages[i])
		}
		f := score.Mean(part)
		found[k] = foldScore{f.F1, f.Precision}
	}
	return found
}

const extractHeading = "engine             F1     P      R      five folds, F1 over P     refused  titles      days (wrong)    ms median  mean  peak MB"

func (r *extractMeasure) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	f1, precision := foldLine(r.Folds, func(f foldScore) float64 { return f.F1 }), foldLine(r.Folds, func(f foldScore) float64 { return f.Precision })
	titles, days := "–", "–"
	if r.Titles.Known > 0 {
		titles = fmt.Sprintf("%d/%d", r.Titles.Right, r.Titles.Known)
	}
	if r.Dates.Known > 0 {
		days = fmt.Sprintf("%d/%d (%d)", r.Dates.Right, r.Dates.Known, r.Dates.Wrong)
	}
	_, err := fmt.Fprintf(w, "%-17s %.4f %.4f %.4f  %-24s  %7d  %-10s  %-14s  %9.1f %5.1f  %7.0f\n%40s  %s\n", r.Engine,
		r.F1, r.Precision, r.Recall, f1, r.Refused, titles, days, r.MedianMS, r.MeanMS, r.PeakMB, "", precision)
	return err
}

// foldLine writes one figure of every fold, and a dash where there are none.
func foldLine(all []foldScore, of func(foldScore) float64) string {
	if len(all) == 0 {
		return "–"
	}
	parts := make([]string, len(all))
	for i, f := range all {
		parts[i] = strings.TrimPrefix(fmt.Sprintf("%.3f", of(f)), "0")
	}
	return strings.Join(parts, " ")
}

// printWorst lists the pages with the lowest F1.
func printWorst(w io.Writer, set []labelled, pages []score.Overlap, n int) {
	order := make([]int, len(pages))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(pages[i].F1(), pages[j].F1()) })
	for _, i := range order[:min(n, len(order))] {
		fmt.Fprintf(w, "  %.3f  P %.3f R %.3f  %s %s\n", pages[i].F1(), pages[i].Precision(), pages[i].Recall(), set[i].name, set[i].url)
	}
}
