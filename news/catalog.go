package news

// A Catalog is one immutable snapshot of what the operator configured. It is
// swapped whole when the configuration changes and is safe for concurrent use.
type Catalog struct {
	Sources  []Source
	Concepts []Concept
	Topics   []Topic

	sources map[string]*Source
	topics  map[string]*Topic
}

// NewCatalog returns a catalog of the given nouns. IDs must be unique.
func NewCatalog(sources []Source, concepts []Concept, topics []Topic) *Catalog {
	c := &Catalog{
		Sources: sources, Concepts: concepts, Topics: topics,
		sources: make(map[string]*Source, len(sources)),
		topics:  make(map[string]*Topic, len(topics)),
	}
	for i := range sources {
		c.sources[sources[i].ID] = &sources[i]
	}
	for i := range topics {
		c.topics[topics[i].ID] = &topics[i]
	}
	return c
}

// Source returns the source of that ID. One that is no longer configured
// comes back with its ID as its name, so that old articles can still be shown.
func (c *Catalog) Source(id string) Source {
	if s := c.sources[id]; s != nil {
		return *s
	}
	return Source{ID: id, Name: id, Publisher: id}
}

// Topic returns the topic of that ID, and whether there is one.
func (c *Catalog) Topic(id string) (Topic, bool) {
	if t := c.topics[id]; t != nil {
		return *t, true
	}
	return Topic{ID: id}, false
}

// Severity returns the severity of a topic: that of a watch, and of a topic
// that is no longer configured, is normal.
func (c *Catalog) Severity(topic string) Severity {
	if t := c.topics[topic]; t != nil {
		return t.Severity
	}
	return SeverityNormal
}
