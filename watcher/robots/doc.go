// Package robots reads robots.txt files and tells what they let a crawler
// fetch, by RFC 9309.
//
//	parse.go  Parse: a file → the Rules for one crawler
//	match.go  Rules.Allow: the longest pattern that a path meets
//	cache.go  Cache: the rules of many hosts, each fetched once a day
package robots
