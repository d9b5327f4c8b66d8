package main

import (
	"net/netip"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A config is config.yaml: its keys are the fields' names in the tags, and no
// others. The comments of the file itself say what each key means.
type config struct {
	Store    string          `mapstructure:"store"`
	Keep     keepConfig      `mapstructure:"keep"`
	Log      string          `mapstructure:"log"`
	Telegram telegramConfig  `mapstructure:"telegram"`
	Fetch    fetchConfig     `mapstructure:"fetch"`
	WebSub   webSubConfig    `mapstructure:"websub"`
	Families []familyConfig  `mapstructure:"families"`
	Sources  []sourceConfig  `mapstructure:"sources"`
	Concepts []conceptConfig `mapstructure:"concepts"`
	Topics   []topicConfig   `mapstructure:"topics"`
	Channels []channelConfig `mapstructure:"channels"`

	// Token comes from the environment or from Telegram.TokenFile, never from
	// the file itself.
	Token string `mapstructure:"-"`

	// WebhookSecret comes from the environment alone.
	WebhookSecret string `mapstructure:"-"`

	// file is the address of the store in a file on which rasad runs without
	// RASAD_REDIS_URL, empty if there is none.
	file string

	warnings []problem
}

type keepConfig struct {
	Articles   string `mapstructure:"articles"`
	Deliveries string `mapstructure:"deliveries"`
	Size       string `mapstructure:"size"`
}

type telegramConfig struct {
	API       string  `mapstructure:"api"`
	TokenFile string  `mapstructure:"token_file"`
	Admins    []int64 `mapstructure:"admins"`
	Access    string  `mapstructure:"access"`
	Profile   bool    `mapstructure:"profile"`

	Webhook webhookConfig `mapstructure:"webhook"`
}

type webhookConfig struct {
	URL    string `mapstructure:"url"`
	Listen string `mapstructure:"listen"`
}

type fetchConfig struct {
	Every         time.Duration `mapstructure:"every"`
	UserAgent     string        `mapstructure:"user_agent"`
	Timeout       time.Duration `mapstructure:"timeout"`
	HostDelay     time.Duration `mapstructure:"host_delay"`
	MaxBytes      int64         `mapstructure:"max_bytes"`
	AllowNetworks []string      `mapstructure:"allow_networks"`
	Proxy         string        `mapstructure:"proxy"`

	HostConnections      int64 `mapstructure:"host_connections"`
	PublisherConnections int64 `mapstructure:"publisher_connections"`
}

type webSubConfig struct {
	Address string `mapstructure:"address"`
	Listen  string `mapstructure:"listen"`
}

type sourceConfig struct {
	ID        string        `mapstructure:"id"`
	Name      string        `mapstructure:"name"`
	Publisher string        `mapstructure:"publisher"`
	Kind      string        `mapstructure:"kind"`
	URL       string        `mapstructure:"url"`
	Lang      string        `mapstructure:"lang"`
	Country   string        `mapstructure:"country"`
	Grade     string        `mapstructure:"grade"`
	Every     time.Duration `mapstructure:"every"`
	Tags      []string      `mapstructure:"tags"`
	Proxy     string        `mapstructure:"proxy"`
	Robots    string        `mapstructure:"robots"`
	Select    selectConfig  `mapstructure:"select"`
	Family    string        `mapstructure:"family"`
	Article   partsConfig   `mapstructure:"article"`
}

type familyConfig struct {
	ID      string      `mapstructure:"id"`
	Article partsConfig `mapstructure:"article"`
}

type partsConfig struct {
	Title     string `mapstructure:"title"`
	Lead      string `mapstructure:"lead"`
	Body      string `mapstructure:"body"`
	Author    string `mapstructure:"author"`
	Published string `mapstructure:"published"`
	Modified  string `mapstructure:"modified"`
	Section   string `mapstructure:"section"`
	Tags      string `mapstructure:"tags"`
	Image     string `mapstructure:"image"`
	Code      string `mapstructure:"code"`
	Drop      string `mapstructure:"drop"`
}

type selectConfig struct {
	Item    string `mapstructure:"item"`
	Link    string `mapstructure:"link"`
	Title   string `mapstructure:"title"`
	Date    string `mapstructure:"date"`
	Exclude string `mapstructure:"exclude"`
}

type conceptConfig struct {
	ID      string   `mapstructure:"id"`
	Aliases []string `mapstructure:"aliases"`
}

type topicConfig struct {
	ID       string            `mapstructure:"id"`
	Name     map[string]string `mapstructure:"name"`
	Severity string            `mapstructure:"severity"`
	Any      []string          `mapstructure:"any"`
	All      []string          `mapstructure:"all"`
	None     []string          `mapstructure:"none"`
	Query    string            `mapstructure:"query"`

	Weighted  []weightConfig `mapstructure:"weighted"`
	Threshold float64        `mapstructure:"threshold"`
}

type weightConfig struct {
	Term   string  `mapstructure:"term"`
	Weight float64 `mapstructure:"weight"`
	Per    string  `mapstructure:"per"`
}

type channelConfig struct {
	Chat   string   `mapstructure:"chat"`
	Topics []string `mapstructure:"topics"`
	Lang   string   `mapstructure:"lang"`
}

// Catalog returns the nouns that the configuration names.
func (c *config) Catalog() *news.Catalog {
	sources := make([]news.Source, len(c.Sources))
	for i, s := range c.Sources {
		sources[i] = s.source()
		sources[i].Article = sources[i].Article.Over(c.family(s.Family))
	}
	concepts := make([]news.Concept, len(c.Concepts))
	for i, n := range c.Concepts {
		concepts[i] = news.Concept{ID: n.ID, Aliases: n.Aliases}
	}
	topics := make([]news.Topic, len(c.Topics))
	for i, t := range c.Topics {
		topics[i] = t.topic()
	}
	return news.NewCatalog(sources, concepts, topics)
}

// family returns the rules that the sites of a family share.
func (c *config) family(id string) news.Parts {
	for _, f := range c.Families {
		if f.ID == id {
			return news.Parts(f.Article)
		}
	}
	return news.Parts{}
}

func (s sourceConfig) source() news.Source {
	n := news.Source{
		ID: s.ID, Name: s.Name, Publisher: s.Publisher,
		Kind: news.Kind(s.Kind), URL: s.URL, Lang: s.Lang, Country: s.Country,
		Grade: news.Grade(s.Grade), Tags: s.Tags, Every: s.Every,
		Proxy: s.Proxy, IgnoreRobots: s.Robots == ignore,
		Select: news.Selectors(s.Select), Article: news.Parts(s.Article),
	}
	if n.Kind == "" {
		n.Kind = news.KindAuto
	}
	if n.Name == "" {
		n.Name = n.ID
	}
	if n.Publisher == "" {
		n.Publisher = n.ID
	}
	return n
}

func (t topicConfig) topic() news.Topic {
	n := news.Topic{
		ID: t.ID, Name: t.Name, Severity: news.Severity(t.Severity),
		Any: t.Any, All: t.All, None: t.None, Query: t.Query, Threshold: t.Threshold,
	}
	for _, w := range t.Weighted {
		n.Weighted = append(n.Weighted, news.Weight{Term: w.Term, Weight: w.Weight, PerHit: w.Per == perHit})
	}
	if n.Severity == "" {
		n.Severity = news.SeverityNormal
	}
	return n
}

// networks returns the allowed networks of a validated configuration.
func (f fetchConfig) networks() []netip.Prefix {
	var networks []netip.Prefix
	for _, n := range f.AllowNetworks {
		if p, err := netip.ParsePrefix(n); err == nil {
			networks = append(networks, p)
		}
	}
	return networks
}
