package redis

import (
	"context"
	"fmt"
	"strings"
)

// eachKey calls use with some of the keys that begin with a name, until it had
// them all.
func (e *Engine) eachKey(ctx context.Context, name string, use func(keys []string) error) error {
	pattern := strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "]", `\]`).Replace(e.prefix+name) + "*"
	for cursor := "0"; ; {
		answer, err := e.run(ctx, "purge_scan", cursor, pattern)
		if err != nil {
			return err
		}
		page, _ := answer.([]any)
		if len(page) != 2 {
			return fmt.Errorf("look for keys: %v is no answer", answer)
		}
		var keys []string
		found, _ := page[1].([]any)
		for _, key := range found {
			keys = append(keys, strings.TrimPrefix(fmt.Sprint(key), e.prefix+name))
		}
		if len(keys) > 0 {
			if err := use(keys); err != nil {
				return err
			}
		}
		if cursor = fmt.Sprint(page[0]); cursor == "0" {
			return nil
		}
	}
}
