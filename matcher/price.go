package matcher

import (
	"slices"

	"github.com/rasadnews/rasad/matcher/query"
)

// mostLooks is how often one query may look through the places of its terms.
// It is ten terms with NEAR between them, or a thousand beside one NEAR.
const mostLooks = 2048

// distinct leaves of some alternatives every term once, so that none is paid for
// twice.
func distinct(nodes []node) []node {
	type place struct {
		term   int32
		fields fieldSet
	}
	seen := make(map[place]bool, len(nodes))
	return slices.DeleteFunc(nodes, func(n node) bool {
		p := place{n.term, n.fields}
		again := n.op == find && seen[p]
		seen[p] = seen[p] || n.op == find
		return again
	})
}

// looks returns how often a node looks through the places of the terms that must
// stand near to others: each of a near node's two sides once for either order.
// Distances do not matter, as no pairs are listed.
func (n *node) looks() int {
	sum := 0
	for i := range n.nodes {
		sum = min(sum+n.nodes[i].looks(), beyond)
	}
	if n.op != near {
		return sum
	}
	for i := range n.nodes {
		sum += n.nodes[i].alone()
	}
	if n.order == query.Either {
		sum *= 2
	}
	return sum
}

// beyond is more than any node may take.
const beyond = 1 << 20

// alone counts the terms and patterns among the alternatives of a place.
func (n *node) alone() (count int) {
	eachAlone(n, func(*node) { count++ })
	return count
}

// afford reports a near node that looks through places too often, unless one
// beneath it does already.
func (c *compiler) afford(n *query.Near, compiled *node) {
	looks := compiled.looks()
	for i := range compiled.nodes {
		if compiled.nodes[i].looks() > mostLooks {
			return
		}
	}
	if looks > mostLooks {
		c.report(n.Start, false, "this looks through the text %d times, more than %d: give fewer alternatives beside NEAR or write fewer NEAR in a row, write ONEAR where the order is known, or write SENTENCE", looks, mostLooks)
	}
}

// affordAll reports a query whose near nodes look through places too often
// together.
func (c *compiler) affordAll(tree query.Node, compiled *node) {
	if looks := compiled.looks(); looks > mostLooks {
		c.report(tree.Place().Start, false, "all NEAR together look through the text %d times, more than %d: write several queries, or SENTENCE where that will do", looks, mostLooks)
	}
}
