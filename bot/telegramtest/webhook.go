package telegramtest

import (
	"crypto/x509"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A hook is where updates go. https://core.telegram.org/bots/api#setwebhook
type hook struct {
	URL         string `json:"url"`
	IP          string `json:"ip_address,omitempty"`
	Connections int    `json:"max_connections,omitempty"`
	Secret      string `json:"secret_token,omitempty"`
	Certificate string `json:"certificate,omitempty"` // PEM, of a server that signed its own

	erredAt time.Time // the last failure
	erred   string    // and how the server put it
}

// What a webhook may be.
const (
	usualConnections = 40
	mostConnections  = 100
	longestSecret    = 256
	secretSigns      = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
)

// setWebhook sets, changes or removes the webhook. As at Telegram's, one that
// was set is gone even if the new one is refused.
func (s *Server) setWebhook(q *request) (any, error) {
	if q.params["url"] == "" {
		return s.deleteWebhook(q)
	}
	allowed, given, err := q.allowed()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	h := q.hook()
	if s.hook.is(h) && !q.bool("drop_pending_updates") {
		s.allow(allowed, given)
		return told{true, "Webhook is already set"}, nil
	}
	s.inbox.interrupt("setWebhook request")
	s.unhook()
	if q.bool("drop_pending_updates") {
		s.dropUpdates()
	}
	if err := h.check(s.config.LocalWebhooks); err != nil {
		return nil, err
	}
	s.allow(allowed, given)
	s.hookUp(h)
	s.keepHook()
	return told{true, "Webhook was set"}, nil
}

func (s *Server) deleteWebhook(q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q.bool("drop_pending_updates") {
		s.dropUpdates()
	}
	if s.hook == nil {
		return told{true, "Webhook is already deleted"}, nil
	}
	s.unhook()
	return told{true, "Webhook was deleted"}, nil
}

// hook returns the webhook that a call asks for.
func (q *request) hook() *hook {
	h := &hook{
		URL: q.params["url"], IP: q.params["ip_address"], Secret: q.params["secret_token"],
		Certificate: q.params["certificate"], Connections: usualConnections,
	}
	if q.params["max_connections"] != "" {
		h.Connections = int(min(max(q.int("max_connections"), 1), mostConnections))
	}
	return h
}

// is tells whether h is the webhook o already. One with a certificate never
// is: the certificate may be another.
func (h *hook) is(o *hook) bool {
	return h != nil && h.Certificate == "" && o.Certificate == "" &&
		h.URL == o.URL && h.IP == o.IP && h.Connections == o.Connections && h.Secret == o.Secret
}

// check refuses a webhook as Telegram does, or as a server of one's own does
// when it is local.
func (h *hook) check(local bool) error {
	if !strings.Contains(h.URL, "://") {
		h.URL = "https://" + h.URL
	}
	u, err := url.Parse(h.URL)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		return bad("invalid webhook URL specified")
	case len(h.Secret) > longestSecret:
		return bad("secret token is too long")
	case strings.Trim(h.Secret, secretSigns) != "":
		return bad("secret token contains unallowed characters")
	case h.Certificate != "" && !x509.NewCertPool().AppendCertsFromPEM([]byte(h.Certificate)):
		return bad("bad webhook: Can't load the certificate: no PEM certificate found")
	}
	given, err := netip.ParseAddr(h.IP)
	if h.IP != "" && err != nil {
		return bad("bad webhook: Invalid IP address specified")
	}
	if local {
		return nil
	}
	if h.IP == "" {
		given, _ = netip.ParseAddr(u.Hostname())
	}
	switch {
	case u.Scheme != "https":
		return bad("bad webhook: An HTTPS URL must be provided for webhook")
	case u.Port() != "" && !slices.Contains([]string{"80", "88", "443", "8443"}, u.Port()):
		return bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
	case given.Is6():
		return bad("bad webhook: IPv6-only addresses are not allowed")
	case given.IsValid() && !given.IsGlobalUnicast(), given.IsPrivate():
		return bad("bad webhook: IP address %s is reserved", given)
	}
	return nil
}

// A webhookInfo is the Bot API's WebhookInfo.
type webhookInfo struct {
	URL         string   `json:"url"`
	Certificate bool     `json:"has_custom_certificate"`
	Pending     int      `json:"pending_update_count"`
	IP          string   `json:"ip_address,omitempty"`
	ErredAt     int64    `json:"last_error_date,omitempty"`
	Erred       string   `json:"last_error_message,omitempty"`
	Connections int      `json:"max_connections,omitempty"`
	Allowed     []string `json:"allowed_updates,omitempty"`
}

func (s *Server) getWebhookInfo(*request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.acknowledge(0) // what is too old does not wait any more
	info := webhookInfo{Pending: len(s.inbox.updates), Allowed: s.inbox.allowed}
	if h := s.hook; h != nil {
		info.URL, info.Certificate, info.Connections = h.URL, h.Certificate != "", h.Connections
		info.IP, info.Erred = h.address(), h.erred
		if h.erred != "" {
			info.ErredAt = h.erredAt.Unix()
		}
	}
	return info, nil
}

// address returns the IP address that updates go to, as far as it is known.
func (h *hook) address() string {
	if h.IP != "" {
		return h.IP
	}
	if u, err := url.Parse(h.URL); err == nil {
		if a, err := netip.ParseAddr(u.Hostname()); err == nil {
			return a.String()
		}
	}
	return ""
}

// dropUpdates forgets what waits for the bot. The caller holds s.mu.
func (s *Server) dropUpdates() {
	if n := len(s.inbox.updates); n > 0 {
		s.acknowledge(s.inbox.updates[n-1].ID + 1)
	}
}
