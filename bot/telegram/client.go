package telegram

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// DefaultAPI is the public Bot API server.
const DefaultAPI = "https://api.telegram.org"

// DefaultTimeout bounds a call. The server hides short flood waits as
// latency, so it is no less than 30 seconds.
const DefaultTimeout = 35 * time.Second

// DefaultFileTimeout bounds a call that carries a file: 50 MB, the largest one
// that a bot can send, in the time that they take over a slow line.
const DefaultFileTimeout = 5 * time.Minute

// Config holds the options of a client. Its zero value works. It has no
// token, so that it can be printed.
type Config struct {
	// API is the address of the Bot API server. Empty means DefaultAPI.
	API string

	// HTTPClient carries the calls. Nil means one of the package's own, which
	// takes a proxy from the environment. Redirects are never followed.
	HTTPClient *http.Client

	// Timeout bounds every call but GetUpdates, which adds it to its own
	// waiting time. Zero means DefaultTimeout.
	Timeout time.Duration

	// FileTimeout bounds every call that sends or fetches a file. Zero means
	// DefaultFileTimeout.
	FileTimeout time.Duration

	// Logger is told of what is odd but harmed nothing, such as an update
	// that could not be read. Nil means nobody is told.
	Logger *slog.Logger
}

// A Client calls the Bot API. It is safe for concurrent use.
type Client struct {
	token       secret
	api         string // format of a method's URL, as the library wants it
	files       string // format of a file's URL
	http        *http.Client
	timeout     time.Duration
	fileTimeout time.Duration
	log         *slog.Logger
}

// New returns a client for the bot of a token, as BotFather gave it. It checks
// its arguments and makes no call.
func New(token string, c Config) (*Client, error) {
	if !tokenShape(token) {
		return nil, errors.New("telegram token: want a number, a colon and letters, as BotFather gave it")
	}
	if c.API == "" {
		c.API = DefaultAPI
	}
	u, err := url.Parse(c.API)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("telegram api: %q is no address such as %s", newSecret(token).telling(c.API, 200), DefaultAPI)
	}
	if c.Timeout <= 0 {
		c.Timeout = DefaultTimeout
	}
	if c.FileTimeout <= 0 {
		c.FileTimeout = DefaultFileTimeout
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	root := strings.ReplaceAll(strings.TrimRight(c.API, "/"), "%", "%%")
	return &Client{
		token:       newSecret(token),
		api:         root + "/bot%s/%s",
		files:       root + "/file/bot%s/%s",
		http:        httpClient(c.HTTPClient),
		timeout:     c.Timeout,
		fileTimeout: c.FileTimeout,
		log:         c.Logger,
	}, nil
}

// Timeout returns how long a call may take at most, GetUpdates aside. A lease
// that guards calls must be longer.
func (c *Client) Timeout() time.Duration { return c.timeout }

// call makes one call and returns its result as JSON. Every error but that of
// the context is an *Error.
func (c *Client) call(ctx context.Context, method string, p tgbotapi.Params, timeout time.Duration) (json.RawMessage, error) {
	return c.exchange(ctx, method, timeout, nil, func(bot *tgbotapi.BotAPI) (*tgbotapi.APIResponse, error) {
		return bot.MakeRequest(method, p)
	})
}

// exchange makes one call through a copy of the library of its own, which
// carries the context. The file that the call uploads may be nil.
func (c *Client) exchange(ctx context.Context, method string, timeout time.Duration, file *source,
	do func(*tgbotapi.BotAPI) (*tgbotapi.APIResponse, error)) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	t := &transport{ctx: ctx, client: c.http, file: file}
	// Debug stays off: in its log the library prints URLs, and with them the
	// token. All else that it has to say comes back as an error.
	bot := &tgbotapi.BotAPI{Token: c.token.reveal(), Client: t}
	bot.SetAPIEndpoint(c.api)

	resp, err := do(bot)
	file.end()
	if err == nil {
		return resp.Result, nil
	}
	return nil, c.failure(method, t, err)
}

// failure turns what a call ended with into an *Error.
func (c *Client) failure(method string, t *transport, err error) *Error {
	e := &Error{Method: method}
	unread := t.file.failure()
	var answer *tgbotapi.Error
	var own *Error
	var url *url.Error
	switch {
	case unread != nil:
		e.Kind, e.Description, e.cause = KindSource, "the file to send: "+unread.Error(), unread // and an answer, if any, is to a part of it
	case errors.As(err, &answer):
		e.Code, e.Description = cmp.Or(answer.Code, t.code, t.status), answer.Message
		e.RetryAfter = time.Duration(answer.RetryAfter) * time.Second
		e.MigrateTo = answer.MigrateToChatID
		if e.RetryAfter <= 0 {
			e.RetryAfter = t.retryAfter
		}
		e.classify(t.file != nil)
	case errors.As(err, &own):
		*e = *own
		e.Method = method
	case t.answered:
		e.Kind, e.Code, e.InDoubt = KindGateway, t.status, true
		e.Description = "an answer that is not the Bot API's: " + err.Error()
	default:
		if errors.As(err, &url) {
			err = url.Err // without the URL, in which the token stands
		}
		e.Kind, e.InDoubt, e.cause = KindNetwork, t.wrote.Load() && t.file.sent(), ended(err)
		e.Description = err.Error()
		if errors.Is(err, context.DeadlineExceeded) {
			e.Description = "no answer in time"
		}
	}
	e.Description = c.token.telling(e.Description, 300)
	return e
}

// ended returns the error of a context that ended a call, or nil. Other errors
// of the network are not kept: their texts may hold the token.
func ended(err error) error {
	for _, e := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, e) {
			return e
		}
	}
	return nil
}

// decode reads a call's result into v.
func (c *Client) decode(method string, result json.RawMessage, v any) error {
	if err := json.Unmarshal(result, v); err != nil {
		return &Error{
			Method: method, Kind: KindGateway, InDoubt: true,
			Description: c.token.telling("a result that cannot be read: "+err.Error(), 300),
		}
	}
	return nil
}

// Close puts away idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }
