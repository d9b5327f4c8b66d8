package websub

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"strings"
)

// signed tells whether a header X-Hub-Signature, "method=signature", signs a
// body with a secret (section 7.1).
func signed(header, secret string, body []byte) bool {
	method, signature, _ := strings.Cut(strings.TrimSpace(header), "=")
	digest := map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New}[strings.ToLower(method)]
	want, err := hex.DecodeString(signature)
	if digest == nil || err != nil || secret == "" {
		return false
	}
	mac := hmac.New(digest, []byte(secret))
	mac.Write(body)
	return hmac.Equal(mac.Sum(nil), want)
}
