package redis

import (
	"errors"
	"net/url"
	"strings"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// errAddress says nothing of what was wrong where: that could be a password.
var errAddress = errors.New("the redis address is malformed: write redis://[USER:PASSWORD@]HOST:PORT/0[?prefix=NAME], " +
	"with %-escapes for special letters of the password")

// parse reads an address into the client's options and the keys' prefix.
func parse(address string) (*redis.Options, string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, "", errAddress
	}
	query := u.Query()
	prefix := "rasad"
	if query.Has("prefix") {
		prefix = query.Get("prefix")
	}
	if prefix == "" || strings.ContainsAny(prefix, "{}") {
		return nil, "", errors.New("the prefix of the redis address must not be empty nor hold { or }")
	}
	query.Del("prefix")
	bare := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawQuery: query.Encode()}
	o, err := redis.ParseURL(bare.String())
	if err != nil {
		return nil, "", err
	}
	o.Username = u.User.Username()
	o.Password, _ = u.User.Password()
	o.ContextTimeoutEnabled = true
	// What a user with few rights may not call, and old servers do not know.
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return o, prefix, nil
}
