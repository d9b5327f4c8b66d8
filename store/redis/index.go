package redis

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/sqlite/search"
	"github.com/redis/go-redis/v9"
)

// An index is the search index of this process: a SQLite file beside it, which
// follows the archive on the server by the numbers of claims. An inverted index
// in Redis itself would take a write for each word of an article, within the
// claim and on the server's one thread, and memory for as long as the article is
// kept; and a prefix, by which inflected words are looked up, would be a walk
// over many keys. A file costs a process that answers searches some disk, and
// every other one nothing: one that was given no path makes an index for itself
// when it is first asked, from the whole archive, and throws it away in the end.
// What is purged, by whichever process, every index finds out by itself.
type index struct {
	path    string
	archive *claimed

	mu     sync.Mutex
	search *search.Index
	folder string // of an index of this process's own
	closed bool
}

// followEvery is how often an index looks for new claims and purges, which may be
// other processes'.
const followEvery = time.Second

// open returns the index, begun if it was not.
func (x *index) open() (*search.Index, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	switch {
	case x.closed:
		return nil, errors.New("the store is closed")
	case x.search != nil:
	case x.path != "":
		x.search = search.New(x.path, x.archive, followEvery)
	default:
		folder, err := os.MkdirTemp("", "rasad-search-")
		if err != nil {
			return nil, fmt.Errorf("make a search index: %w", err)
		}
		x.folder = folder
		x.search = search.New(filepath.Join(folder, "rasad.search"), x.archive, followEvery)
	}
	return x.search, nil
}

func (x *index) close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.closed = true
	if x.search == nil {
		return nil
	}
	err := x.search.Close()
	if x.folder != "" {
		err = errors.Join(err, os.RemoveAll(x.folder))
	}
	return err
}

// forget tells the index of articles that are gone, if it has begun. Those of
// other processes find out by themselves.
func (x *index) forget(ctx context.Context, ids []string) error {
	x.mu.Lock()
	open := x.search
	x.mu.Unlock()
	if open == nil || len(ids) == 0 {
		return nil
	}
	return open.Forget(ctx, ids)
}

// Search implements store.Index.
func (e *Engine) Search(ctx context.Context, s news.Search) (news.Found, error) {
	x, err := e.index.open()
	if err != nil {
		return news.Found{}, err
	}
	return x.Search(ctx, s)
}

// Days implements store.Index.
func (e *Engine) Days(ctx context.Context, topics []string, since, before time.Time, offset time.Duration) ([]news.Day, error) {
	x, err := e.index.open()
	if err != nil {
		return nil, err
	}
	return x.Days(ctx, topics, since, before, offset)
}

// TopTopics implements store.Index.
func (e *Engine) TopTopics(ctx context.Context, since, before time.Time, limit int) ([]news.Volume, error) {
	x, err := e.index.open()
	if err != nil {
		return nil, err
	}
	return x.TopTopics(ctx, since, before, limit)
}

// TopSources implements store.Index.
func (e *Engine) TopSources(ctx context.Context, topics []string, since, before time.Time, limit int) ([]news.Volume, error) {
	x, err := e.index.open()
	if err != nil {
		return nil, err
	}
	return x.TopSources(ctx, topics, since, before, limit)
}

// A claimed archive is the engine's, as its search index follows it. It is used
// by one goroutine at a time but for All, LastClaim, Size, Purges and Missing.
type claimed struct {
	e      *Engine
	listed bool // all articles are known to be listed by their claims
}

// nameSetting is the setting that holds the archive's name.
const nameSetting = "archive.name"

// Name implements search.Archive. A name is given when it is first asked for,
// by the first process that does.
func (c *claimed) Name(ctx context.Context) (string, error) {
	answer, err := c.e.run(ctx, "name_archive", nameSetting, rand.Text())
	if err != nil {
		return "", err
	}
	name, is := answer.(string)
	if !is {
		return "", fmt.Errorf("script name_archive answered %v, not a name", answer)
	}
	return name, nil
}

// LastClaim implements search.Archive.
func (c *claimed) LastClaim(ctx context.Context) (int64, error) {
	n, err := c.e.client.Get(ctx, c.e.prefix+"claims").Int64()
	if errors.Is(err, redis.Nil) {
		return 0, nil
	}
	return n, c.e.explain(err)
}

// Claimed implements search.Archive.
func (c *claimed) Claimed(ctx context.Context, after int64, limit int) (articles []search.Claimed, reached int64, err error) {
	if err := c.list(ctx); err != nil {
		return nil, 0, err
	}
	next, err := c.e.client.ZRangeByScoreWithScores(ctx, c.e.prefix+"claimed",
		&redis.ZRangeBy{Min: "(" + strconv.FormatInt(after, 10), Max: "+inf", Count: int64(limit)}).Result()
	if err != nil {
		return nil, 0, c.e.explain(err)
	}
	bodies, times := make([]*redis.SliceCmd, len(next)), make([]*redis.FloatCmd, len(next))
	_, err = c.e.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, z := range next {
			id := z.Member.(string)
			bodies[i] = p.HMGet(ctx, c.e.prefix+"article:"+id, "article", "matches")
			times[i] = p.ZScore(ctx, c.e.prefix+"articles", fmt.Sprintf("%016.0f", z.Score)+id)
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, 0, c.e.explain(err)
	}
	for i, z := range next {
		reached = int64(z.Score)
		article, there := bodies[i].Val()[0].(string)
		matches, _ := bodies[i].Val()[1].(string)
		if !there || times[i].Err() != nil { // gone, or claimed anew since
			continue
		}
		a := search.Claimed{Number: reached, At: moment(int64(times[i].Val()))}
		if err := errors.Join(json.Unmarshal([]byte(article), &a.Article), json.Unmarshal([]byte(matches), &a.Matches)); err != nil {
			return nil, 0, err
		}
		articles = append(articles, a)
	}
	return articles, reached, nil
}

// list makes sure that all articles are listed by their claims: those of an
// older program were not.
func (c *claimed) list(ctx context.Context) error {
	if c.listed {
		return nil
	}
	listed, err := c.e.client.ZCard(ctx, c.e.prefix+"claimed").Result()
	if err != nil {
		return c.e.explain(err)
	}
	all, err := c.e.client.ZCard(ctx, c.e.prefix+"articles").Result()
	if err != nil {
		return c.e.explain(err)
	}
	const digits, page = 16, 1000
	for cursor := uint64(0); listed < all; {
		var members []string // each with its score behind it
		if members, cursor, err = c.e.client.ZScan(ctx, c.e.prefix+"articles", cursor, "", page).Result(); err != nil {
			return c.e.explain(err)
		}
		var claims []any
		for i := 0; i+1 < len(members); i += 2 {
			number, err := strconv.ParseInt(members[i][:digits], 10, 64)
			if err != nil {
				return fmt.Errorf("read the archive: %q is no place in it", members[i])
			}
			claims = append(claims, number, members[i][digits:])
		}
		if len(claims) > 0 {
			if _, err := c.e.run(ctx, "list_claims", claims...); err != nil {
				return err
			}
		}
		if cursor == 0 {
			break
		}
	}
	c.listed = true
	return nil
}

// Size implements search.Archive.
func (c *claimed) Size(ctx context.Context) (int64, error) {
	n, err := c.e.client.ZCard(ctx, c.e.prefix+"articles").Result()
	return n, c.e.explain(err)
}

// Purges implements search.Archive.
func (c *claimed) Purges(ctx context.Context) (int64, error) {
	n, err := c.e.client.Get(ctx, c.e.prefix+"purges").Int64()
	if errors.Is(err, redis.Nil) {
		return 0, nil
	}
	return n, c.e.explain(err)
}

// Missing implements search.Archive.
func (c *claimed) Missing(ctx context.Context, ids []string) (missing []string, err error) {
	there := make([]*redis.IntCmd, len(ids))
	_, err = c.e.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, id := range ids {
			there[i] = p.Exists(ctx, c.e.prefix+"article:"+id)
		}
		return nil
	})
	if err != nil {
		return nil, c.e.explain(err)
	}
	for i, id := range ids {
		if there[i].Val() == 0 {
			missing = append(missing, id)
		}
	}
	return missing, nil
}

// All implements search.Archive.
func (c *claimed) All(ctx context.Context, ids []string) ([]news.Archived, error) {
	return c.e.archived(ctx, ids)
}
