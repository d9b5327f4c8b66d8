package main

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// A document is a YAML file with the place of every value in it.
type document struct {
	source   []byte
	root     *yaml.Node
	problems []problem
}

// maxDepth bounds how deep a configuration may nest; its shape needs five.
const maxDepth = 16

// parseDocument reads YAML and holds it against the shape of v, a struct with
// mapstructure tags. The problems it finds are in the document.
func parseDocument(source []byte, v any) *document {
	d := &document{source: source, root: &yaml.Node{Kind: yaml.MappingNode}}
	var file yaml.Node
	if err := yaml.Unmarshal(source, &file); err != nil {
		line, message := yamlFault(err)
		d.problems = append(d.problems, problem{Line: line, Column: 1, Message: "not YAML: " + message})
		return d
	}
	if len(file.Content) == 0 {
		return d
	}
	d.root = resolve(file.Content[0])
	d.hold(d.root, reflect.TypeOf(v), "the configuration", 0)
	return d
}

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

func (d *document) report(n *yaml.Node, format string, args ...any) {
	d.problems = append(d.problems, problem{Line: max(n.Line, 1), Column: max(n.Column, 1), Message: fmt.Sprintf(format, args...)})
}

// hold checks that a node has the shape of a type. What names the node in
// messages.
func (d *document) hold(n *yaml.Node, t reflect.Type, what string, depth int) {
	n = resolve(n)
	switch {
	case depth > maxDepth:
		d.report(n, "nested too deep")
	case n.Tag == "!!null" && n.Kind == yaml.ScalarNode:
		if t.Kind() != reflect.Slice {
			d.report(n, "%s has no value", what)
		}
	case t == reflect.TypeFor[time.Duration]():
		d.holdDuration(n, what)
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
		d.report(n, "%s must be keys with values, not %s", what, kindName(n))
		return
	}
	fields := fieldsOf(t)
	d.eachKey(n, func(key, value *yaml.Node) {
		field, ok := fields[key.Value]
		if !ok {
			d.report(key, "unknown key %q in %s%s", key.Value, what, unknownHint(key.Value, fields))
			return
		}
		d.hold(value, field, "\""+key.Value+"\"", depth+1)
	})
}

func (d *document) holdMap(n *yaml.Node, t reflect.Type, what string, depth int) {
	if n.Kind != yaml.MappingNode {
		d.report(n, "%s must be keys with values, such as {fa: …, en: …}, not %s", what, kindName(n))
		return
	}
	d.eachKey(n, func(key, value *yaml.Node) {
		d.hold(value, t.Elem(), fmt.Sprintf("%q of %s", key.Value, what), depth+1)
	})
}

// eachKey calls f for each key of a mapping that it has not seen before.
func (d *document) eachKey(n *yaml.Node, f func(key, value *yaml.Node)) {
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		name := strings.ToLower(key.Value)
		if line, ok := first[name]; ok {
			d.report(key, "key %q stands twice (first in line %d)", key.Value, line)
			continue
		}
		first[name] = key.Line
		f(key, n.Content[i+1])
	}
}

func (d *document) holdList(n *yaml.Node, t reflect.Type, what string, depth int) {
	if n.Kind != yaml.SequenceNode {
		d.report(n, "%s must be a list, such as [a, b], not %s", what, kindName(n))
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
		d.report(n, "%s must be one value, not %s", what, kindName(n))
	case t.Kind() == reflect.String && n.Tag != "!!str":
		d.report(n, "%s must be text: write %q in quotes", what, n.Value)
	case t.Kind() == reflect.Int64 && n.Tag != "!!int":
		d.report(n, "%s must be a whole number, not %q", what, n.Value)
	case t.Kind() == reflect.Float64:
		if f, err := strconv.ParseFloat(n.Value, 64); n.Tag != "!!int" && n.Tag != "!!float" || err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			d.report(n, "%s must be a number, such as 2 or 1.5, not %q", what, n.Value)
		}
	case t.Kind() == reflect.Int64:
		if _, err := strconv.ParseInt(strings.ReplaceAll(n.Value, "_", ""), 0, 64); err != nil {
			d.report(n, "%s is out of range: %s", what, n.Value)
		}
	}
}

func (d *document) holdDuration(n *yaml.Node, what string) {
	if n.Kind != yaml.ScalarNode {
		d.report(n, "%s must be a duration such as 5m, not %s", what, kindName(n))
		return
	}
	if _, err := time.ParseDuration(n.Value); err != nil {
		d.report(n, "%s must be a duration such as 30s, 5m or 2h, not %q", what, n.Value)
	}
}

// node returns the node at a path of keys (string) and places in lists (int),
// or the nearest one above it.
func (d *document) node(path ...any) *yaml.Node {
	n := d.root
	for _, step := range path {
		next := child(resolve(n), step)
		if next == nil {
			return n
		}
		n = next
	}
	return n
}

func child(n *yaml.Node, step any) *yaml.Node {
	switch step := step.(type) {
	case int:
		if n.Kind == yaml.SequenceNode && step < len(n.Content) {
			return n.Content[step]
		}
	case string:
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if strings.EqualFold(n.Content[i].Value, step) {
				return n.Content[i+1]
			}
		}
	}
	return nil
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
