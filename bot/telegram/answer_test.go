package telegram_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
)

func TestErrorParameters(t *testing.T) {
	var e *telegram.Error
	err := send(client(t, refusal(429, "Too Many Requests: retry after 7", `{"retry_after":7}`)))
	if !errors.As(err, &e) || e.RetryAfter != 7*time.Second {
		t.Errorf("flood: %+v", e)
	}
	err = send(client(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "9")
		answering(429, "text/html", "<h1>429</h1>")(w, r)
	}))
	if !errors.As(err, &e) || e.Kind != telegram.KindFlood || e.RetryAfter != 9*time.Second || e.InDoubt {
		t.Errorf("flood of a gateway: %+v", e)
	}
	err = send(client(t, refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", `{"migrate_to_chat_id":-1001234567890}`)))
	if !errors.As(err, &e) || e.Kind != telegram.KindMigrated || e.MigrateTo != -1001234567890 {
		t.Errorf("migrated: %+v", e)
	}
}

// TestOddRefusals holds that a refusal is one whatever form its numbers have.
func TestOddRefusals(t *testing.T) {
	for _, row := range []struct {
		status int
		body   string
		code   int
		kind   telegram.Kind
		wait   time.Duration
	}{
		{429, `{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":"7"}}`, 429, telegram.KindFlood, 7 * time.Second},
		{429, `{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":7.5}}`, 429, telegram.KindFlood, 8 * time.Second},
		{429, `{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":99999999999999}}`, 429, telegram.KindFlood, 1 << 20 * time.Second},
		{429, `{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":-1e300}}`, 429, telegram.KindFlood, time.Second},
		{429, `{"ok":false,"error_code":429,"description":"x","parameters":[]}`, 429, telegram.KindFlood, time.Second},
		{429, `{"ok":false}`, 429, telegram.KindFlood, time.Second},
		{400, `{"ok":false,"error_code":"400","description":"Bad Request: chat not found"}`, 400, telegram.KindChatNotFound, 0},
		{400, `{"ok":false,"error_code":null,"description":"Bad Request: chat not found","parameters":null}`, 400, telegram.KindChatNotFound, 0},
		{400, `{"ok":false,"error_code":4e99,"description":["x"]}`, 400, telegram.KindOther, 0},
		{400, `{"ok":false,"error_code":400,"description":"x","parameters":{"migrate_to_chat_id":"-1001"}}`, 400, telegram.KindMigrated, 0},
	} {
		err := send(client(t, answering(row.status, "application/json", row.body)))
		var e *telegram.Error
		if !errors.As(err, &e) || e.Code != row.code || e.Kind != row.kind || e.InDoubt || e.RetryAfter != row.wait {
			t.Errorf("%d %s: %+v", row.status, row.body, err)
		}
	}
}
