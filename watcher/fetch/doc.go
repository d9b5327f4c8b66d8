// Package fetch gets documents over HTTP, politely and safely.
//
// Politely: validators are sent so that an unchanged document costs nothing,
// connections are kept, each host has few of them and a pause between two
// requests. Safely: every request ends within a time and a size, counted after
// decompression, and the address behind a name is checked when it is dialled,
// so that no source, redirect or DNS answer leads into the operator's own
// network.
//
//	client.go     Client.Get: one document, through its redirects
//	body.go       reading an answer: decompression, the size cap
//	errors.go     what a request can fail with, named
//	gate.go       the turn of a host: few connections, a pause between requests
//	address.go    which addresses may be dialled
//	decode.go     Decode: bytes in any encoding → UTF-8
//	charset.go    what a document declares, and what its bytes look like
//	canonical.go  Canonical: one spelling for one address
//
// Proxies named in the environment are not used: behind one, the check of the
// address would see the proxy alone.
package fetch
