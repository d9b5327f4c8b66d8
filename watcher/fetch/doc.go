// Package fetch gets documents over HTTP, politely and safely.
//
// Politely: validators are sent so that an unchanged document costs nothing,
// connections are kept, each host has few of them and a pause between two
// requests, and pages are asked for only where robots.txt lets them be.
// Safely: every request ends within a time and a size, counted after
// decompression, and the address behind a name is checked when it is dialled,
// so that no source, redirect or DNS answer leads into the operator's own
// network.
//
//	client.go     Config, and the Client that is made of it
//	get.go        Client.Get and Client.Post: what is asked, and what comes back
//	trip.go       a request on its way through redirects
//	hint.go       what the headers of an answer say beside: freshness, hubs
//	body.go       reading an answer, up to the size cap
//	coding.go     undoing gzip, deflate, br and zstd
//	errors.go     what a request can fail with, named
//	fault.go      which of these names an error of the network has
//	wall.go       what stands before a document: challenges, consent, logins
//	robots.go     what robots.txt files forbid
//	gate.go       the queues before hosts and publishers
//	turn.go       a request that waits there, or is under way
//	permit.go     how many are under way at all hosts together
//	address.go    which addresses may be dialled
//	route.go      the ways to a server, and the transport of each
//	proxy.go      the ways that lead through a proxy
//	socks.go      how a SOCKS proxy is spoken to
//	line.go       how many connections are kept
//	decode.go     Decode: bytes in any encoding → UTF-8
//	charset.go    what a document declares, and what its bytes look like
//	url.go        Resolve: an address as browsers read it
//	canonical.go  Canonical: one spelling for one address
//	twin.go       TwinKey: one key for a page, its AMP and its mobile twin
//
// Proxies named in the environment are not used.
package fetch
