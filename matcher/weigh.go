package matcher

// rounding is what sums of tenths may lack: 0.1 and 0.2 are not quite 0.3.
const rounding = 1e-9

// weigh returns the points of a weighted node.
func (d *document) weigh(n *node) (score float64) {
	for i := range n.nodes {
		score += n.weights[i].Weight * float64(d.worth(&n.nodes[i], n.weights[i].PerHit))
	}
	return score
}

// worth returns how often a weighted node counts.
func (d *document) worth(n *node, perHit bool) int {
	if !d.meets(n, everywhere) {
		return 0
	}
	if !perHit {
		return 1
	}
	return max(1, d.times(n, everywhere))
}
