// Package redis is the store's engine on a Redis server, which any number of
// processes share.
//
// Every call that changes something is one Lua script, and so one transaction,
// but Import, which writes what stands by itself in plain transactions.
// What callers write at once goes in one batch over one connection, and a
// replica, if there is one, confirms it before they are told. A script finds by
// what is there, or by a nonce, that it ran before: the client may repeat it
// after a lost answer or a failover.
//
// All keys stand under one hash tag, {rasad} unless the address says otherwise,
// so that what changes together is in one slot of a cluster, and a server's user
// can be limited to them. One slot is one processor: on two, shared with
// everything else, it made 10,000 claims and 13,000 deliveries a second
// (BenchmarkPeers), where 10,000 sources at their peak need 120. Spreading seen
// items and outbox over slots would take a claim apart into several
// transactions for room that nobody needs.
//
// Deliveries are in sorted sets, not in streams. A consumer group hands out
// entries in the order in which they came, whoever they are for: it cannot keep
// one chat's in order with another delivery of it under way, hold a parked
// chat's back, or let an urgent one pass, and an entry that is put off must be
// written again at the end. A stream for each chat would have to be asked in
// turn. The cycle of a stream and its group (XREADGROUP, XACK, XDEL) took 35 µs
// of the server, and 46 of the client in three trips; ours takes 55, and 17 by
// its batches. The outbox is the same case: its entries wait with a cursor
// that changes, which an entry of a stream cannot.
//
// Scripts are called by their hash. What each of them shares is compiled once
// and costs 2 µs a call; a library of functions would save that, but would have
// to be loaded by a user with more rights, and by one version of the program.
//
//	redis.go      Open and Close; address.go: what the address says
//	check.go      is the server one that loses nothing?
//	script.go     the scripts of lua/, and how they are called
//	batch.go      how calls of many go together, and are repeated
//	confirm.go    what is written is confirmed by a replica
//	sentinel.go   what sentinels answer who asks them for the master
//	trouble.go    what went wrong last, for those who give up
//	code.go       numbers, times and JSON, there and back
//	claim.go      seen keys, claims
//	archive.go    articles, the latest first
//	index.go      the search index, in a SQLite file beside this process
//	outbox.go     entries, subscribers, fan-out
//	directory.go  chats and subscriptions; subscription_change.go: their changes
//	settings.go   what chats choose: settings, filters, mutes
//	watch.go      watches and their changes
//	vote.go       votes and their sums
//	access.go     guests and invitations
//	note.go       notes
//	message.go    what a message brought; what is deleted of a chat
//	queue.go      deliveries: enqueue, begin, finish, retry, bury, redrive
//	enqueued.go   what became of those for many chats
//	hold.go       deliveries out of their lanes until a time, or for good
//	lane.go       deliveries, in order by chat and class, as they are read
//	memory.go     leases, source states, settings, counts
//	keys.go       the keys that begin with a name, some at a time
//	purge.go      what is too old or too much, a little at a time; purge_articles.go
//	job.go        what is to be done at a time
//	export.go     all that is kept as rows, for another store: export_*.go
//	import.go     the way back; import_script.go
//	target.go     a place that a store moves to
//	sound.go      does what is kept contradict itself? inspection.go, recount.go
//	epoch.go      who knows another epoch of the place writes nothing more
//	replicas.go   whose word counts: none's, after one has left
//	error.go      what an operator can do about the server's errors
//
// The keys, after the hash tag:
//
//	version                       of this layout; "moving" until a store that moves here is whole
//	move                          which store moved here, and whether it was used since
//	seen:present                  the number of the present period, its day, since when;
//	                              back: since when the clock is behind that
//	epoch                         a name for as long as nothing happens to the store as a whole (epoch.go)
//	seen:<period>                 size and moved of thirty days' seen items
//	seen:<period>:<level>:<n>     a bucket of them (lua/seen.lua)
//	claims, article:<id>          the last claim's number; an article, its matches
//	articles, articles:<topic>    the archive by time; ID behind the claim's number
//	claimed                       the archive's IDs by the claim's number
//	purges                        the number of the last purge of articles
//	outbox, entry:<id>            entries by claim; one with its cursor
//	chats, chat:<chat>            all chats; one's record
//	roster                        all chats in their order, as of late (lua/chats.lua)
//	mutes                         chat → its mutes, of those that have some
//	moves                         chats that migrated → where to
//	subscriptions:<chat>          thread and topic → configured or not, since, options
//	subscribers:<topic>           chat and thread of chats that are not stopped
//	filters:<topic>               chat and thread → filter, of those that have one
//	config                        the configuration's subscriptions
//	watches, watches:<chat>       ID → watch; IDs of a chat
//	changes, revisions            IDs of watches by their last change; the last of all
//	votes:<chat><article>         user → vote
//	voted:<chat>, voter:<user>    articles with votes; chats and articles of a user's
//	approvals, approvals:<topic>  up or down and topic, or term → how many
//	guests, guest:<id>            all guests; one's record
//	invitations, invitation:<id>  all invitations; one's record
//	note:<name>                   a note: chat, when it expires, text
//	notes:<chat>                  names of a chat's notes by when they expire
//	messages:<period>:<chat>      thirty days' messages → the deliveries that they brought
//	ids, delivery:<id>            the last delivery's ID; one that is not sent
//	ids:then                      the last ID at the time of each purge, with that time before it
//	lost                          IDs of deliveries whose record is gone, until Reserve tells of them
//	told:<chat>                   thread and article → delivery, and message once sent
//	once:<key>                    since when, what was enqueued in the last 62 days
//	batch:<key>                   what became of those that were enqueued for many
//	parts:<id>                    the deliveries that were joined to one
//	lane:<chat>, classes:<chat>   a chat's open deliveries; how many are of other classes than 0
//	ready:<class>                 chats whose head may begin, by its ID
//	waiting, parked               chats by when their head may begin; until when
//	closed                        chats whose lane is closed, by since when
//	held:<chat>, held             held deliveries, all by their IDs; those with a time by that
//	holding                       held deliveries by since when
//	buried:<chat>, graves         buried deliveries; chats that have some
//	confirmed                     how often a replica was waited for
//	lease:<name>                  holder, token, expiry, since
//	jobs, work                    keys of jobs by when they are due; key → what is to be done
//	late                          key → when it is due, where that is after 2255
//	sources, settings, counts     by ID, by key, by what is counted
package redis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// An Engine is a store on a Redis server. Its methods are those of
// store.Store, where they are documented.
type Engine struct {
	clock    func() time.Time
	injected bool // the clock counts for leases too, not the server's
	client   redis.UniversalClient
	writer   *writer
	log      *slog.Logger
	server   string // where it is, for errors
	watched  bool   // by sentinels
	secure   bool   // over TLS
	prefix   string // of all keys
	epoch    string // of the place, when this one was opened (epoch.go)
	scripts  map[string]*redis.Script
	index    index
	close    func() error
}

// layout is the version of the keys and what they hold.
const layout = 4

// errNewer tells that a newer program wrote the store.
var errNewer = errors.New("it holds a store of version")

// Open connects to the servers at an address such as
// redis://user:password@host:6379/0?prefix=rasad, and warns the logger of
// settings by which the server could lose what it holds. Without a clock, time
// is that of this machine, and for leases that of the server. The search index
// stands in the file at a path; without one this process has its own, which is
// made when it is first searched and goes with Close.
func Open(ctx context.Context, address string, clock func() time.Time, indexPath string, logger *slog.Logger) (*Engine, error) {
	e, err := connect(address, clock, logger)
	if err != nil {
		return nil, err
	}
	e.index.path = indexPath
	if err := e.greet(ctx, logger); err != nil {
		e.Close()
		if kind := e.away(err); kind != nil && ctx.Err() == nil {
			return nil, fmt.Errorf("%w: %w", kind, e.explain(err))
		}
		return nil, e.explain(err)
	}
	e.check(ctx, logger)
	if indexPath != "" {
		e.index.open()
	}
	return e, nil
}

// connect makes an engine for the servers at an address, whatever they hold.
func connect(address string, clock func() time.Time, logger *slog.Logger) (*Engine, error) {
	redis.SetLogger(silence{})
	where, err := parse(address)
	if err != nil {
		return nil, err
	}
	options, err := where.universal()
	if err != nil {
		return nil, err
	}
	scripts, err := loadScripts()
	if err != nil {
		return nil, err
	}
	e := &Engine{
		clock:    clock,
		injected: clock != nil,
		client:   redis.NewUniversalClient(options),
		log:      logger.With("server", where.String()),
		server:   where.String(),
		watched:  where.kind == sentinel,
		secure:   options.TLSConfig != nil,
		prefix:   "{" + where.prefix + "}:",
		scripts:  scripts,
	}
	if clock == nil {
		e.clock = time.Now
	}
	e.writer = &writer{server: &server{
		client: e.client, prefix: e.prefix, log: e.log, clock: e.clock, counting: scripts["confirmed"],
	}}
	e.writer.server.trouble.watch(e.client)
	e.index.archive = &claimed{e: e}
	e.close = sync.OnceValue(func() error { return errors.Join(e.index.close(), e.end()) })
	return e, nil
}

// silence is a logger of the client library that says nothing: else it would
// write to stderr, past our logger, what its errors say anyway.
type silence struct{}

// Printf implements the library's logger.
func (silence) Printf(context.Context, string, ...any) {}

// greet makes sure that the server can be written to and holds a store of this
// program's layout: the one that is there, brought up to it if it is older, or a
// new and empty one. A newer store is refused, and one that has not moved as a
// whole.
func (e *Engine) greet(ctx context.Context, logger *slog.Logger) error {
	begun := e.newEpoch(withStore)
	answer, err := e.runIn(ctx, "", "greet", layout, e.serverNow(), begun, e.newEpoch(withLayout))
	if err != nil {
		return err
	}
	found, _ := answer.([]any)
	if len(found) != 2 {
		return fmt.Errorf("script greet answered %v, not a version and an epoch", answer)
	}
	version := fmt.Sprint(found[0])
	switch e.epoch = fmt.Sprint(found[1]); {
	case version == moving:
		return e.halfMoved(ctx)
	case version != strconv.Itoa(layout):
		return newer(version)
	case e.epoch == begun:
		logger.WarnContext(ctx, "a new, empty store was begun, as the server held none: if it was to hold one, stop rasad and bring that back", "server", e.place())
	}
	return nil
}

// newer says what to do about a store of a version that this program does not
// know.
func newer(version string) error {
	return fmt.Errorf("%w %q and this program knows versions up to %d: "+
		"run the newer program that wrote it, or use another prefix", errNewer, version, layout)
}

// clustered tells whether the client knows of a cluster's nodes.
func (e *Engine) clustered() bool {
	_, is := e.client.(*redis.ClusterClient)
	return is
}

// Close closes the connections.
func (e *Engine) Close() error { return e.close() }

// end waits for what is under way and closes the connections.
func (e *Engine) end() error {
	e.writer.close()
	return e.client.Close()
}
