package redis

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// errAddress says nothing of what was wrong where: that could be a password.
var errAddress = errors.New("the redis address is malformed: write redis://[USER:PASSWORD@]HOST:PORT/0[?prefix=NAME], " +
	"redis+sentinel://HOST:PORT,HOST:PORT/MASTER/0 or redis+cluster://HOST:PORT,HOST:PORT, " +
	"with %-escapes for special letters of the password")

// errHost does not show a host or port either: a password whose special letters
// are not escaped ends up there.
var errHost = errors.New("the redis address is malformed: it has a host that is none, or a port that is no number from 1 to 65535: " +
	"write HOST:PORT, [::1]:PORT for addresses of IPv6, and %-escapes for special letters of the password")

// An address says where the store's server is, or its servers are.
type address struct {
	kind                           kind
	hosts                          []string // of the server; of the sentinels; of some of the cluster's nodes
	master                         string   // the name by which sentinels know the server
	prefix                         string   // of all keys
	options                        *redis.Options
	files                          files
	sentinelUser, sentinelPassword string
}

// A kind of deployment.
type kind int

const (
	single   kind = iota // one server, maybe with replicas
	sentinel             // the one that sentinels hold for the master
	cluster              // the one of a cluster that holds our slot
)

// Files hold what TLS needs beyond the system's own certificates, in PEM.
type files struct{ ca, cert, key string }

// kinds are the deployments by what stands before :// of an address.
var kinds = map[string]kind{
	"redis": single, "redis+sentinel": sentinel, "redis+cluster": cluster,
	"rediss": single, "rediss+sentinel": sentinel, "rediss+cluster": cluster,
}

// Knows tells whether addresses that begin with a scheme are this engine's.
func Knows(scheme string) bool {
	_, known := kinds[scheme]
	return known
}

// Check tells whether an address can be understood, and the files be read that it
// names. Its error never holds a password.
func Check(text string) error {
	a, err := parse(text)
	if err != nil {
		return err
	}
	_, err = a.universal()
	return err
}

// Place names what an address leads to, the servers, the database and the prefix:
// the same whoever asks for it, over TLS or not, and in whichever order it names
// the servers.
func Place(text string) (string, error) {
	a, err := parse(text)
	if err != nil {
		return "", err
	}
	slices.Sort(a.hosts)
	return fmt.Sprintf("redis at %s, database %d, prefix %s", a, a.options.DB, a.prefix), nil
}

// parse reads an address. It takes the list of hosts apart itself, as a URL
// has but one.
func parse(text string) (*address, error) {
	scheme, rest, found := strings.Cut(text, "://")
	k, known := kinds[scheme]
	if !found || !known {
		return nil, errAddress
	}
	authority, tail := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority, tail = rest[:i], rest[i:]
	}
	user, list := "", authority
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		user, list = authority[:i+1], authority[i+1:]
	}
	a := &address{kind: k}
	var err error
	if a.hosts, err = hosts(list, k); err != nil {
		return nil, err
	}
	scheme, _, _ = strings.Cut(scheme, "+")
	u, err := url.Parse(scheme + "://" + user + a.hosts[0] + tail)
	if err != nil || u.Fragment != "" {
		return nil, errAddress
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, errAddress
	}
	if err := a.read(u, query); err != nil {
		return nil, err
	}
	return a, nil
}

// hosts splits a list of hosts, and gives each without a port the usual one.
func hosts(list string, k kind) ([]string, error) {
	port := "6379"
	if k == sentinel {
		port = "26379"
	}
	var all []string
	for host := range strings.SplitSeq(list, ",") {
		name, number, err := net.SplitHostPort(host)
		if err != nil {
			name, number = strings.Trim(host, "[]"), port
		}
		if name == "" || number == "" {
			return nil, errAddress
		}
		if !reachable(name, number) {
			return nil, errHost
		}
		all = append(all, net.JoinHostPort(name, number))
	}
	if k == single && len(all) > 1 {
		return nil, errors.New("a redis:// address has one host: write redis+sentinel:// or redis+cluster:// for more")
	}
	return all, nil
}

// reachable tells whether a host and a port may be those of a server.
func reachable(host, port string) bool {
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return false
	}
	if strings.Contains(host, ":") {
		_, err := netip.ParseAddr(host)
		return err == nil
	}
	return !strings.ContainsFunc(host, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-._", r)
	})
}

// read takes what is ours out of an address, and leaves the rest to the
// client library.
func (a *address) read(u *url.URL, query url.Values) error {
	take := func(name string) string {
		value := query.Get(name)
		query.Del(name)
		return value
	}
	a.prefix = "rasad"
	if query.Has("prefix") {
		a.prefix = take("prefix")
	}
	if a.prefix == "" || strings.ContainsAny(a.prefix, "{}") {
		return errors.New("the prefix of the redis address must not be empty nor hold { or }")
	}
	a.files = files{take("ca"), take("cert"), take("key")}
	if a.files != (files{}) && u.Scheme != "rediss" {
		return errors.New("the redis address names certificates but not TLS: write rediss:// in the place of redis://")
	}
	if (a.files.cert == "") != (a.files.key == "") {
		return errors.New("the redis address wants both cert= and key=, or neither")
	}
	path := u.Path
	if a.kind == sentinel {
		a.sentinelUser, a.sentinelPassword = take("sentinel_user"), take("sentinel_password")
		a.master, path, _ = strings.Cut(strings.TrimPrefix(path, "/"), "/")
		if a.master == "" {
			return errors.New("the redis address lacks the master's name: write redis+sentinel://HOST:PORT/MASTER/0")
		}
		path = "/" + path
	}
	bare := url.URL{Scheme: u.Scheme, Host: u.Host, Path: path, RawQuery: query.Encode()}
	o, err := redis.ParseURL(bare.String())
	if err != nil && strings.Contains(path+u.RawQuery, "@") {
		return errAddress // it may be the rest of a password that it names
	}
	if err != nil {
		return err
	}
	if o.DB < 0 {
		return errors.New("the redis address ends with the number of a database, which is 0 or more")
	}
	if a.kind == cluster && o.DB != 0 {
		return errors.New("a redis cluster has database 0 alone: leave the number out of the address")
	}
	o.Username = u.User.Username()
	o.Password, _ = u.User.Password()
	a.options = o
	return nil
}

// String names the deployment for errors and the log, without its secrets.
func (a *address) String() string {
	switch list := strings.Join(a.hosts, ","); a.kind {
	case sentinel:
		return fmt.Sprintf("%s/%d by the sentinels %s", a.master, a.options.DB, list)
	case cluster:
		return "the cluster of " + list
	default:
		return fmt.Sprintf("%s/%d", list, a.options.DB)
	}
}

// Name names where a store stands at an address as reports do, without its
// secrets.
func Name(address string) string {
	a, err := parse(address)
	if err != nil {
		return "an address that is malformed"
	}
	return placed(a.String(), a.prefix)
}

func placed(server, prefix string) string { return server + " (prefix " + prefix + ")" }

// place names where the store stands, for errors and the log.
func (e *Engine) place() string { return placed(e.server, strings.Trim(e.prefix, "{}:")) }

// universal returns the options as the library takes them for every kind.
func (a *address) universal() (*redis.UniversalOptions, error) {
	o := a.options
	if err := a.files.load(o.TLSConfig); err != nil {
		return nil, err
	}
	if o.TLSConfig != nil && a.kind != single {
		o.TLSConfig.ServerName = "" // each server has its own
	}
	return &redis.UniversalOptions{
		Addrs: a.hosts, MasterName: a.master, IsClusterMode: a.kind == cluster,
		DB: o.DB, Username: o.Username, Password: o.Password, TLSConfig: o.TLSConfig,
		SentinelUsername: a.sentinelUser, SentinelPassword: a.sentinelPassword,
		Protocol: o.Protocol, ClientName: o.ClientName,
		MaxRetries: o.MaxRetries, MinRetryBackoff: o.MinRetryBackoff, MaxRetryBackoff: o.MaxRetryBackoff,
		DialerRetries: cmp.Or(o.DialerRetries, 1), // a connection to sentinels is made within each to their master
		DialTimeout:   o.DialTimeout, ReadTimeout: o.ReadTimeout, WriteTimeout: o.WriteTimeout,
		PoolFIFO: o.PoolFIFO, PoolSize: o.PoolSize, PoolTimeout: o.PoolTimeout,
		MinIdleConns: o.MinIdleConns, MaxIdleConns: o.MaxIdleConns, MaxActiveConns: o.MaxActiveConns,
		MaxConcurrentDials: o.MaxConcurrentDials, PipelinePoolSize: o.PipelinePoolSize,
		PipelineReadBufferSize: o.PipelineReadBufferSize, PipelineWriteBufferSize: o.PipelineWriteBufferSize,
		ConnMaxIdleTime: o.ConnMaxIdleTime, ConnMaxLifetime: o.ConnMaxLifetime, ConnMaxLifetimeJitter: o.ConnMaxLifetimeJitter,
		ContextTimeoutEnabled: true,
		// What a user with few rights may not call, and old servers do not know.
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}, nil
}

// load reads the files into a TLS configuration.
func (f files) load(c *tls.Config) error {
	if f.ca != "" {
		text, err := os.ReadFile(f.ca)
		if err != nil {
			return fmt.Errorf("read the authority's certificate: %w", err)
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(text) {
			return fmt.Errorf("%s holds no certificate in PEM", f.ca)
		}
	}
	if f.cert != "" {
		pair, err := tls.LoadX509KeyPair(f.cert, f.key)
		if err != nil {
			return fmt.Errorf("read the client's certificate: %w", err)
		}
		c.Certificates = []tls.Certificate{pair}
	}
	return nil
}
