package telegramtest

import (
	"fmt"
	"strconv"
)

// A refusal is an error that the Bot API answers.
type refusal struct {
	status      int
	description string
	retryAfter  int
	migratedTo  int64
}

func (r *refusal) Error() string { return r.description }

// bad refuses a request that is wrong in itself.
func bad(format string, args ...any) *refusal {
	return &refusal{status: 400, description: "Bad Request: " + fmt.Sprintf(format, args...)}
}

// forbidden refuses what the bot may not do.
func forbidden(format string, args ...any) *refusal {
	return &refusal{status: 403, description: "Forbidden: " + fmt.Sprintf(format, args...)}
}

// conflict refuses one way to get updates while another is in use.
func conflict(description string) *refusal {
	return &refusal{status: 409, description: "Conflict: " + description}
}

// tooMany refuses a flood.
func tooMany(retryAfter int) *refusal {
	return &refusal{
		status:      429,
		description: "Too Many Requests: retry after " + strconv.Itoa(retryAfter),
		retryAfter:  retryAfter,
	}
}

// unsupported refuses what Telegram would do and this server cannot. It must
// never be taken for success, nor for a refusal of Telegram's.
func unsupported(what string) *refusal {
	return &refusal{status: 501, description: "Not Implemented: telegramtest does not simulate " + what}
}
