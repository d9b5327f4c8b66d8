package main

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

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

// faulty tells whether a problem was found in the node at a path or in what stands
// in it.
func (d *document) faulty(path ...any) bool {
	return d.holds(d.node(path...))
}

// holds tells whether a problem was found at a node or inside it. An unknown key is
// taken out of its mapping, which notes that one was there.
func (d *document) holds(n *yaml.Node) bool {
	n = resolve(n)
	return d.at[[2]int{n.Line, n.Column}] || d.bad[n] || slices.ContainsFunc(n.Content, d.holds)
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
