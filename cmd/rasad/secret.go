package main

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/rasadnews/rasad/store"
)

// holdsPassword tells whether an address has a password in it. Of one that cannot
// be read it believes so if there may be one, such as with a letter that should have
// been escaped.
func holdsPassword(address string) bool {
	if isFile(address) {
		return false
	}
	_, rest, found := strings.Cut(address, "://")
	if !found {
		rest = address
	}
	if names(rest) {
		return true
	}
	if store.CheckAddress(address) == nil {
		if i := strings.IndexAny(rest, "/?"); i >= 0 {
			rest = rest[:i]
		}
	}
	at := strings.LastIndexByte(rest, '@')
	return at >= 0 && strings.Contains(rest[:at], ":")
}

// names tells whether the query of an address has a parameter for a password,
// however that is escaped.
func names(address string) bool {
	_, query, _ := strings.Cut(address, "?")
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		if value != "" && strings.Contains(strings.ToLower(name), "password") {
			return true
		}
	}
	return false
}

// hidden stands for what is not shown.
const hidden = "***"

var (
	// storeForm finds where the address of a store begins in a line, and its scheme.
	storeForm = regexp.MustCompile(`(?i)(?:\bstore["']?\s*:\s*(?:[&!]\S+\s+)*["']?([a-z][a-z0-9+.-]*:/*)?|\b(rediss?(?:\+[a-z]+)?:/*))`)

	// userForm finds a user and password in any other URL.
	userForm = regexp.MustCompile(`(://[^\s"'/?#@:]*:)[^\s"']+@`)
)

// withoutSecrets returns a line of the configuration as it may be shown. Of the
// address of a store on a server all behind its scheme is hidden, with the rest of
// the line, if there is a password in it, or may be, as it cannot be read.
func withoutSecrets(line string) string {
	for _, at := range storeForm.FindAllStringSubmatchIndex(line, -1) {
		begin, shown := at[1], at[1]
		for i := 2; i < len(at); i += 2 {
			if at[i] >= 0 {
				begin, shown = at[i], at[i+1]
			}
		}
		if !harmless(line[begin:]) {
			line = line[:shown] + hidden
			break
		}
	}
	return userForm.ReplaceAllString(line, "${1}"+hidden+"@")
}

// harmless tells whether what begins with the address of a store may be shown.
func harmless(text string) bool {
	address := text
	if i := strings.IndexAny(text, " \t\"',}]"); i >= 0 {
		address = text[:i]
	}
	if strings.HasPrefix(address, "sqlite:") || !strings.Contains(address, ":") && !strings.Contains(text, "@") {
		return true
	}
	return store.CheckAddress(address) == nil && !holdsPassword(address)
}
