package fetch_test

import (
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

// TestMain has the clients of these tests trust the certificate of httptest,
// and nothing else, as they would that of a public authority.
func TestMain(m *testing.M) {
	if protocol := os.Getenv(outletsVariable); protocol != "" {
		serveOutlets(protocol)
		return
	}
	dir, err := os.MkdirTemp("", "rasad-fetch-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	s := httptest.NewTLSServer(nil)
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	s.Close()
	file := filepath.Join(dir, "roots.pem")
	if err := os.WriteFile(file, certificate, 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Setenv("SSL_CERT_FILE", file)
	os.Setenv("SSL_CERT_DIR", dir)
	log.SetOutput(io.Discard) // what net/http says of misbehaving peers
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}
