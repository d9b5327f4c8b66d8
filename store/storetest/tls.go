package storetest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// StartTLS starts a redis-server for one test that speaks TLS alone and wants a
// certificate of its clients too, which its URL names. Settings are lines of
// redis.conf.
func StartTLS(t testing.TB, settings ...string) *Server {
	t.Helper()
	return makeCertificates(t).startRedis(t, settings...)
}

// certificates are those of an authority, of servers on loopback and of clients,
// with their keys, in a folder. Who has none speaks without TLS.
type certificates struct{ folder string }

// listening returns the lines of redis.conf by which a server, or a sentinel,
// listens on a port, and speaks to others of its kind.
func (c *certificates) listening(port int) []string {
	if c == nil {
		return []string{"bind 127.0.0.1", fmt.Sprint("port ", port)}
	}
	return []string{
		"bind 127.0.0.1", "port 0", fmt.Sprint("tls-port ", port), "tls-replication yes",
		"tls-ca-cert-file " + c.file("ca.pem"), "tls-cert-file " + c.file("server.pem"), "tls-key-file " + c.file("server.key"),
	}
}

// address returns one of the form redis://… as clients are to write it.
func (c *certificates) address(bare string) string {
	if c == nil {
		return bare
	}
	q := url.Values{"ca": {c.file("ca.pem")}, "cert": {c.file("client.pem")}, "key": {c.file("client.key")}}
	return strings.Replace(bare, "redis", "rediss", 1) + "?" + q.Encode()
}

// client returns what a client needs, nothing without TLS.
func (c *certificates) client() (*tls.Config, error) {
	if c == nil {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(c.file("client.pem"), c.file("client.key"))
	if err != nil {
		return nil, err
	}
	authority, err := os.ReadFile(c.file("ca.pem"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	return &tls.Config{Certificates: []tls.Certificate{pair}, RootCAs: roots, ServerName: "127.0.0.1"}, nil
}

func (c *certificates) file(name string) string { return filepath.Join(c.folder, name) }

// makeCertificates makes them for one test.
func makeCertificates(t testing.TB) *certificates {
	t.Helper()
	all := &certificates{t.TempDir()}
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "rasad test authority"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	authorityKey := newKey(t)
	sign(t, authority, authority, authorityKey, authorityKey, all.file("ca.pem"), all.file("ca.key"))
	for i, name := range []string{"server", "client"} {
		c := &x509.Certificate{
			SerialNumber: big.NewInt(int64(2 + i)), Subject: pkix.Name{CommonName: name},
			NotBefore: authority.NotBefore, NotAfter: authority.NotAfter,
			IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature,
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		}
		sign(t, c, authority, newKey(t), authorityKey, all.file(name+".pem"), all.file(name+".key"))
	}
	return all
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// sign writes a certificate that the issuer signs, and its key.
func sign(t testing.TB, c, issuer *x509.Certificate, key, issuerKey *ecdsa.PrivateKey, certFile, keyFile string) {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, c, issuer, &key.PublicKey, issuerKey)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{
		certFile: {Type: "CERTIFICATE", Bytes: der},
		keyFile:  {Type: "PRIVATE KEY", Bytes: secret},
	} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
