package telegram

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// longestRetry bounds a retry_after, in seconds: twelve days.
const longestRetry = 1 << 20

// plain returns a refusal as the library reads it. One that has numbers as
// strings, with fractions or out of all bounds would make an error of JSON
// there, and nobody would learn that it was a refusal. A success, and what is
// no answer, stay as they are.
func plain(body []byte, status int) []byte {
	var given struct {
		OK          *bool           `json:"ok"`
		Code        any             `json:"error_code"`
		Description any             `json:"description"`
		Parameters  json.RawMessage `json:"parameters"`
	}
	if json.Unmarshal(body, &given) != nil || given.OK == nil || *given.OK {
		return body
	}
	var parameters struct {
		RetryAfter any `json:"retry_after"`
		MigrateTo  any `json:"migrate_to_chat_id"`
	}
	json.Unmarshal(given.Parameters, &parameters) // what is no object holds nothing
	code := status
	if n := number(given.Code); n >= 100 && n < 1000 {
		code = int(n)
	}
	description, _ := given.Description.(string)
	answer, err := json.Marshal(map[string]any{
		"ok": false, "error_code": code, "description": description,
		"parameters": map[string]int64{
			"retry_after":        int64(min(max(math.Ceil(number(parameters.RetryAfter)), 0), longestRetry)),
			"migrate_to_chat_id": chatID(parameters.MigrateTo),
		},
	})
	if err != nil {
		return body // never: these always marshal
	}
	return answer
}

// number reads a number of JSON, or a string that holds one; 0 for all else.
func number(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case string:
		if n, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil && !math.IsNaN(n) {
			return n
		}
	}
	return 0
}

// chatID reads a chat's ID. All of Telegram's fit a float64.
func chatID(v any) int64 {
	n := number(v)
	if n != math.Trunc(n) || math.Abs(n) >= 1<<53 {
		return 0
	}
	return int64(n)
}
