package main

import (
	"fmt"
	"slices"
	"strings"
)

// A problem is one fault of a configuration file.
type problem struct {
	Line    int    `json:"line"`   // from 1
	Column  int    `json:"column"` // from 1, in characters
	Message string `json:"message"`
	Warning bool   `json:"warning,omitempty"`
}

// A configError holds every error of a configuration file, in the order of
// the file.
type configError struct {
	File     string
	Source   []byte
	Problems []problem
	Warnings []problem // what works, but probably not as meant
}

// Error prints each problem as file:line:column: message, with the line it
// stands in and a mark under its place.
func (e *configError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d error(s) in %s", len(e.Problems), e.File)
	for _, p := range e.Problems {
		b.WriteString("\n" + p.render(e.File, e.Source))
	}
	return b.String()
}

// all returns errors and warnings in the order of the file. A warning where an
// error stands would only be its consequence.
func (e *configError) all() []problem {
	all := slices.Clone(e.Problems)
	for _, w := range e.Warnings {
		if !slices.ContainsFunc(e.Problems, func(p problem) bool { return p.Line == w.Line && p.Column == w.Column }) {
			all = append(all, w)
		}
	}
	sortProblems(all)
	return all
}

// render shows a problem with its line, but no password in it.
func (p problem) render(file string, source []byte) string {
	kind := ""
	if p.Warning {
		kind = "warning: "
	}
	head := fmt.Sprintf("%s:%d:%d: %s%s", file, p.Line, p.Column, kind, p.Message)
	lines := strings.Split(string(source), "\n")
	if p.Line < 1 || p.Line > len(lines) {
		return head
	}
	written := strings.TrimRight(lines[p.Line-1], "\r")
	before := []rune(written)
	before = before[:min(max(p.Column-1, 0), len(before))]
	line, column := excerpt([]rune(withoutSecrets(written)), len([]rune(withoutSecrets(string(before)))))
	return fmt.Sprintf("%s\n    %s\n    %s^", head, line, strings.Repeat(" ", column))
}

// excerpt returns the part of a line that shows the given column on a
// terminal, and the column's place in it.
func excerpt(line []rune, column int) (string, int) {
	const before, width = 60, 100
	column = min(max(column, 0), len(line))
	from := max(0, column-before)
	to := min(len(line), from+width)
	shown := strings.ReplaceAll(string(line[from:to]), "\t", " ")
	if from > 0 {
		return "…" + shown, column - from + 1
	}
	return shown, column
}

func sortProblems(ps []problem) {
	slices.SortStableFunc(ps, func(a, b problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
}
