package telegramtest

import "strings"

// setWebhook remembers the address, so that getUpdates answers what Telegram
// answers then. Updates are not delivered to it: they wait.
func (s *Server) setWebhook(q *request) (any, error) {
	url := q.params["url"]
	if url != "" && !strings.HasPrefix(url, "https://") {
		return nil, bad("bad webhook: An HTTPS URL must be provided for webhook")
	}
	return s.webhookTo(url, q.bool("drop_pending_updates"))
}

func (s *Server) deleteWebhook(q *request) (any, error) {
	return s.webhookTo("", q.bool("drop_pending_updates"))
}

func (s *Server) webhookTo(url string, drop bool) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.inbox.webhook = url; url != "" {
		s.inbox.interrupt("setWebhook request")
	}
	if n := len(s.inbox.updates); drop && n > 0 {
		s.acknowledge(s.inbox.updates[n-1].ID + 1)
	}
	return true, nil
}

func (s *Server) getWebhookInfo(*request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return map[string]any{
		"url": s.inbox.webhook, "has_custom_certificate": false, "pending_update_count": len(s.inbox.updates),
	}, nil
}
