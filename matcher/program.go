package matcher

import (
	"regexp"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
)

// An op is what a node of a program does.
type op uint8

const (
	find op = iota // a term was found in one of the fields
	all
	some
	not
	near   // two places stand so far apart
	within // one sentence or paragraph meets all nodes
	times  // a place is found so often
	of     // so many of the nodes are met
	first  // the first words meet the node
	filter // what is known of the article besides its text
	regex
	weigh // the weights of the nodes that are met reach a threshold
)

// A node is a step of a compiled query.
type node struct {
	op     op
	fields fieldSet
	order  query.Order // of near
	unit   query.Unit  // of within
	term   int32       // of find
	count  int         // the distance, number or words of near, times, of and first
	nodes  []node

	*details
}

// Details are what few nodes have: filters, patterns and weighted ones.
type details struct {
	name, value string         // of filter
	pattern     *regexp.Regexp // of regex
	literals    []string       // of regex: one stands wherever it finds anything
	weights     []news.Weight  // of weigh, one for each node
	threshold   float64
}

// A fieldSet is a set of fields, by their index in the order title, lead,
// body.
type fieldSet uint8

const allFields fieldSet = 1<<len(fields) - 1

// fields are the parts of an article in the order in which they are read.
var fields = [...]news.Field{news.FieldTitle, news.FieldLead, news.FieldBody}

// Most programs are made of find, all, some and not alone. These are laid out
// flat, parents first, one code word a node: its op in the low 3 bits, its
// fields in the next 3, and above these
//
//	find          the term
//	all, some     how many code words its nodes take
//	not           nothing: its node follows
//	special       an index of the programs' specials: nodes of any other op
type code uint32

const special op = 4

func (c code) op() op           { return op(c & 7) }
func (c code) fields() fieldSet { return fieldSet(c >> 3 & 7) }
func (c code) arg() uint32      { return uint32(c >> 6) }

// mostArg is the greatest argument of a code word.
const mostArg = 1<<26 - 1

func encode(o op, f fieldSet, arg int) code { return code(o) | code(f)<<3 | code(arg)<<6 }

// programs are the programs of a matcher, one after the other.
type programs struct {
	code     []code
	starts   []uint32 // of each program
	specials []node
}

// put lays out a program.
func (p *programs) put(n *node) {
	p.starts = append(p.starts, uint32(len(p.code)))
	p.lay(n)
}

func (p *programs) lay(n *node) {
	switch n.op {
	case find:
		p.code = append(p.code, encode(find, n.fields, int(n.term)))
	case all, some:
		if len(n.nodes) == 1 {
			p.lay(&n.nodes[0])
			return
		}
		at := len(p.code)
		p.code = append(p.code, 0)
		for i := range n.nodes {
			p.lay(&n.nodes[i])
		}
		p.code[at] = encode(n.op, 0, len(p.code)-at-1)
	case not:
		p.code = append(p.code, encode(not, 0, 0))
		p.lay(&n.nodes[0])
	default:
		p.code = append(p.code, encode(special, 0, len(p.specials)))
		p.specials = append(p.specials, *n)
	}
}

// after returns where the node behind the one at a place begins.
func (p *programs) after(at uint32) uint32 {
	for p.code[at].op() == not {
		at++
	}
	if c := p.code[at]; c.op() == all || c.op() == some {
		return at + 1 + c.arg()
	}
	return at + 1
}
