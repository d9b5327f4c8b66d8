package storetest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// StartTLS starts a redis-server for one test that speaks TLS alone and wants a
// certificate of its clients too, which its URL names. Settings are lines of
// redis.conf.
func StartTLS(t testing.TB, settings ...string) *Server {
	t.Helper()
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	makeCertificates(t, file)
	s := startServer(t, func(port int) []string {
		return append([]string{
			"bind 127.0.0.1", "port 0", fmt.Sprint("tls-port ", port), "dir " + dir, "appendonly yes", `save ""`,
			"tls-ca-cert-file " + file("ca.pem"), "tls-cert-file " + file("server.pem"), "tls-key-file " + file("server.key"),
		}, settings...)
	})
	q := url.Values{"ca": {file("ca.pem")}, "cert": {file("client.pem")}, "key": {file("client.key")}}
	s.url = "rediss://" + s.Host() + "/0?" + q.Encode()
	return s
}

// makeCertificates writes those of an authority, a server on loopback and a
// client, with their keys.
func makeCertificates(t testing.TB, file func(name string) string) {
	t.Helper()
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "rasad test authority"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	authorityKey := newKey(t)
	sign(t, authority, authority, authorityKey, authorityKey, file("ca.pem"), file("ca.key"))
	for i, name := range []string{"server", "client"} {
		c := &x509.Certificate{
			SerialNumber: big.NewInt(int64(2 + i)), Subject: pkix.Name{CommonName: name},
			NotBefore: authority.NotBefore, NotAfter: authority.NotAfter,
			IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature,
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		}
		sign(t, c, authority, newKey(t), authorityKey, file(name+".pem"), file(name+".key"))
	}
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
