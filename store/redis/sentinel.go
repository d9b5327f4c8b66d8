package redis

import (
	"errors"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"
)

// errNoMaster tells that no sentinel knows a master of the address's name.
var errNoMaster = errors.New("the sentinels know no master of that name: give the one of their sentinel monitor")

// errSentinels is in the errors of sentinels that serve no stranger.
var errSentinels = errors.New("the sentinels refuse the user or password that they want: " +
	"give it as sentinel_user=…&sentinel_password=… in the store's address, beside that of the servers")

// atSentinels tells whose an error of a connection that could not be made is.
// What a server refuses comes later, over its connection: an answer that comes
// before is one of the sentinels that were asked for the master. The library
// gives one error for each of them.
func atSentinels(err error) error {
	var answered redis.Error
	switch {
	case !errors.As(err, &answered):
		return oneLine{err}
	case errors.Is(err, redis.Nil):
		return errNoMaster // and no answer of a script, which redis.Nil is too
	case redis.IsAuthError(answered), redis.IsPermissionError(answered):
		return fmt.Errorf("%w: %w", errSentinels, answered)
	}
	return oneLine{err}
}

// A oneLine is an error of several lines in one.
type oneLine struct{ error }

func (e oneLine) Error() string { return strings.ReplaceAll(e.error.Error(), "\n", "; ") }
func (e oneLine) Unwrap() error { return e.error }
