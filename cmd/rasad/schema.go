package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// A document is a YAML file with the place of every value in it.
type document struct {
	source   []byte
	root     *yaml.Node
	problems []problem
	at       map[[2]int]bool     // the places, line and column, that have a problem
	bad      map[*yaml.Node]bool // mappings that have lost a key to one
}

// maxDepth bounds how deep a configuration may nest; its shape needs five.
const maxDepth = 16

// parseDocument reads YAML and holds it against the shape of v, a struct with
// mapstructure tags. The problems it finds are in the document, and what is
// wrong is made empty there, so that the rest can still be checked. It is
// false if the source is not one YAML document.
func parseDocument(source []byte, v any) (d *document, ok bool) {
	d = &document{source: source, root: &yaml.Node{Kind: yaml.MappingNode}, at: map[[2]int]bool{}, bad: map[*yaml.Node]bool{}}
	var file, second yaml.Node
	reader := yaml.NewDecoder(bytes.NewReader(source))
	if err := reader.Decode(&file); errors.Is(err, io.EOF) {
		return d, true
	} else if err != nil {
		d.unreadable(err)
		return d, false
	}
	switch err := reader.Decode(&second); {
	case err == nil:
		d.report(&second, "a second document begins here: a configuration is one document")
		return d, false
	case !errors.Is(err, io.EOF):
		d.unreadable(err)
		return d, false
	}
	d.root = resolve(file.Content[0])
	d.hold(d.root, reflect.TypeOf(v), "the configuration", 0)
	return d, true
}

// unreadable reports what the YAML parser could not read.
func (d *document) unreadable(err error) {
	line, message := yamlFault(err)
	p := problem{Line: line, Column: 1, Message: "not YAML: " + message}
	lines := bytes.Split(d.source, []byte("\n"))
	if line < 1 || line > len(lines) {
		line = 1
	}
	if at := reserved.FindSubmatchIndex(lines[line-1]); at != nil {
		written := lines[line-1][at[2]:at[3]]
		p.Column = utf8.RuneCount(lines[line-1][:at[2]]) + 1
		p.Message = fmt.Sprintf("what begins with %c must be quoted in YAML: write \"%s\"", written[0], written)
	}
	d.problems = append(d.problems, p)
}

// reserved finds a value that begins with a sign which YAML keeps for itself.
var reserved = regexp.MustCompile("(?:^|[-:,\\[{])\\s*([@`%][^\\s,\\]}]*)")

// yamlFault parts the message of the YAML parser into its line and the rest.
func yamlFault(err error) (line int, message string) {
	message = strings.TrimPrefix(err.Error(), "yaml: ")
	rest, found := strings.CutPrefix(message, "line ")
	if !found {
		return 1, message
	}
	number, text, found := strings.Cut(rest, ": ")
	if n, err := strconv.Atoi(number); err == nil && found {
		return n, text
	}
	return 1, message
}

func resolve(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return n
}

// report adds a problem, unless its place has one already, of which this one
// would only be a consequence.
func (d *document) report(n *yaml.Node, format string, args ...any) {
	d.reportAt(max(n.Line, 1), max(n.Column, 1), fmt.Sprintf(format, args...))
}

func (d *document) reportAt(line, column int, message string) {
	at := [2]int{line, column}
	if !d.at[at] {
		d.at[at] = true
		d.problems = append(d.problems, problem{Line: line, Column: column, Message: message})
	}
}

// refuse reports a problem and makes the node an empty value of its type.
func (d *document) refuse(n *yaml.Node, t reflect.Type, format string, args ...any) {
	d.report(n, format, args...)
	n.Content, n.Value, n.Tag, n.Style = nil, "", "", 0
	switch {
	case t == reflect.TypeFor[time.Duration]():
		n.Kind, n.Tag, n.Value = yaml.ScalarNode, "!!str", "0s"
	case t.Kind() == reflect.Struct || t.Kind() == reflect.Map:
		n.Kind, n.Tag = yaml.MappingNode, "!!map"
	case t.Kind() == reflect.Slice:
		n.Kind, n.Tag = yaml.SequenceNode, "!!seq"
	case t.Kind() == reflect.String:
		n.Kind, n.Tag = yaml.ScalarNode, "!!str"
	default:
		n.Kind, n.Tag, n.Value = yaml.ScalarNode, "!!int", "0"
	}
}

// hold checks that a node has the shape of a type. What names the node in
// messages.
func (d *document) hold(n *yaml.Node, t reflect.Type, what string, depth int) {
	n = resolve(n)
	switch {
	case depth > maxDepth:
		d.refuse(n, t, "nested too deep")
	case n.Tag == "!!null" && n.Kind == yaml.ScalarNode:
		if t.Kind() != reflect.Slice {
			d.refuse(n, t, "%s has no value", what)
		}
	case t == reflect.TypeFor[time.Duration]():
		d.holdDuration(n, t, what)
	case t.Kind() == reflect.Struct:
		d.holdStruct(n, t, what, depth)
	case t.Kind() == reflect.Slice:
		d.holdList(n, t, what, depth)
	case t.Kind() == reflect.Map:
		d.holdMap(n, t, what, depth)
	default:
		d.holdScalar(n, t, what)
	}
}

func (d *document) holdStruct(n *yaml.Node, t reflect.Type, what string, depth int) {
	if n.Kind != yaml.MappingNode {
		d.refuse(n, t, "%s must be keys with values, not %s", what, kindName(n))
		return
	}
	fields := fieldsOf(t)
	d.eachKey(n, func(key, value *yaml.Node) bool {
		field, ok := fields[key.Value]
		if !ok {
			d.report(key, "unknown key %q in %s%s", key.Value, what, unknownHint(key.Value, fields))
			return false
		}
		d.hold(value, field, "\""+key.Value+"\"", depth+1)
		return true
	})
}

func (d *document) holdMap(n *yaml.Node, t reflect.Type, what string, depth int) {
	if n.Kind != yaml.MappingNode {
		d.refuse(n, t, "%s must be keys with values, such as {fa: …, en: …}, not %s", what, kindName(n))
		return
	}
	d.eachKey(n, func(key, value *yaml.Node) bool {
		d.hold(value, t.Elem(), fmt.Sprintf("%q of %s", key.Value, what), depth+1)
		return true
	})
}

// eachKey calls keep for each key of a mapping, and takes out those that it is
// false for or that stood there before.
func (d *document) eachKey(n *yaml.Node, keep func(key, value *yaml.Node) bool) {
	first := map[string]int{}
	var kept []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		name := strings.ToLower(key.Value)
		if line, ok := first[name]; ok {
			d.report(key, "key %q stands twice (first in line %d)", key.Value, line)
			continue
		}
		first[name] = key.Line
		if keep(key, value) {
			kept = append(kept, key, value)
		} else {
			d.bad[n] = true
		}
	}
	n.Content = kept
}

func (d *document) holdList(n *yaml.Node, t reflect.Type, what string, depth int) {
	if n.Kind != yaml.SequenceNode {
		d.refuse(n, t, "%s must be a list, such as [a, b], not %s", what, kindName(n))
		return
	}
	one := "an entry of " + what
	for _, entry := range n.Content {
		d.hold(entry, t.Elem(), one, depth+1)
	}
}

func (d *document) holdScalar(n *yaml.Node, t reflect.Type, what string) {
	switch {
	case n.Kind != yaml.ScalarNode:
		d.refuse(n, t, "%s must be one value, not %s", what, kindName(n))
	case t.Kind() == reflect.String && n.Tag != "!!str":
		d.refuse(n, t, "%s must be text: write %q in quotes", what, n.Value)
	case t.Kind() == reflect.Int64 && n.Tag != "!!int":
		d.refuse(n, t, "%s must be a whole number, not %q", what, n.Value)
	case t.Kind() == reflect.Float64:
		if f, err := strconv.ParseFloat(n.Value, 64); n.Tag != "!!int" && n.Tag != "!!float" || err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			d.refuse(n, t, "%s must be a number, such as 2 or 1.5, not %q", what, n.Value)
		}
	case t.Kind() == reflect.Int64:
		if _, err := strconv.ParseInt(strings.ReplaceAll(n.Value, "_", ""), 0, 64); err != nil {
			d.refuse(n, t, "%s is out of range: %s", what, n.Value)
		}
	}
}

func (d *document) holdDuration(n *yaml.Node, t reflect.Type, what string) {
	if n.Kind != yaml.ScalarNode {
		d.refuse(n, t, "%s must be a duration such as 5m, not %s", what, kindName(n))
		return
	}
	if _, err := time.ParseDuration(n.Value); err != nil {
		d.refuse(n, t, "%s must be a duration such as 30s, 5m or 2h, not %q", what, n.Value)
	}
}

func kindName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "keys with values"
	case yaml.SequenceNode:
		return "a list"
	}
	return fmt.Sprintf("%q", n.Value)
}

// fieldsOf returns the keys of a struct with their types.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("mapstructure"); name != "" && name != "-" {
			fields[name] = t.Field(i).Type
		}
	}
	return fields
}

func unknownHint(key string, fields map[string]reflect.Type) string {
	if key == "token" {
		return `: a token never stands in the configuration; set RASAD_TELEGRAM_TOKEN, or name a file by "token_file"`
	}
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return didYouMean(key, names)
}
