package main

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/rasadnews/rasad"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/sitetest"
)

const (
	siteEvery     = 10 * time.Second // between polls of a virtual host, on average
	sitePublishes = 2 * time.Second  // between two articles
	mostHosts     = 10_000
)

// A bundledSite is the news site that ships with the program, served on
// loopback as many virtual hosts, for a dry run that needs no network.
type bundledSite struct {
	site     *sitetest.Site
	server   *http.Server
	listener net.Listener
	ended    chan error
	stop     func() // the publishing, and waits for its end
}

// openSite serves the site and has a configuration watch it, at so many hosts,
// in the place of the sources that it names.
func openSite(ctx context.Context, cfg *config, hosts int) (*bundledSite, error) {
	files, err := fs.Sub(rasad.Site, "testdata/site")
	if err != nil {
		return nil, err
	}
	site, err := sitetest.Load(files)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	b := &bundledSite{site: site, server: &http.Server{Handler: site, ReadHeaderTimeout: time.Minute}, listener: l, ended: make(chan error, 1)}
	go func() { b.ended <- b.server.Serve(l) }()
	ctx, cancel := context.WithCancel(ctx)
	var publishing sync.WaitGroup
	publishing.Go(func() { b.publish(ctx) })
	b.stop = func() { cancel(); publishing.Wait() }
	cfg.Fetch.Every, cfg.Fetch.HostDelay, cfg.Fetch.AllowNetworks = siteEvery, 0, []string{"127.0.0.0/8"}
	cfg.Fetch.Proxy, cfg.Channels, cfg.Sources = "", nil, nil
	for _, s := range site.Hosts(hosts, l.Addr().(*net.TCPAddr).AddrPort().Port()) {
		cfg.Sources = append(cfg.Sources, sourceOf(s))
	}
	return b, nil
}

// resolver finds the virtual hosts.
func (b *bundledSite) resolver() *net.Resolver {
	return sitetest.Resolver(netip.MustParseAddr("127.0.0.1"))
}

// publish brings out article after article, until ctx ends or all are out.
func (b *bundledSite) publish(ctx context.Context) {
	tick := time.NewTicker(sitePublishes)
	defer tick.Stop()
	for more := true; more; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_, more = b.site.PublishNext()
		}
	}
}

func (b *bundledSite) close() error {
	b.stop()
	err := b.server.Close()
	if served := <-b.ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// sourceOf returns a source as it would stand in a configuration.
func sourceOf(s news.Source) sourceConfig {
	return sourceConfig{
		ID: s.ID, Name: s.Name, Publisher: s.Publisher, Kind: string(s.Kind), URL: s.URL, Lang: s.Lang,
		Country: s.Country, Grade: string(s.Grade), Every: s.Every, Tags: s.Tags, Select: selectConfig(s.Select),
	}
}
