package sqlite

import "context"

// miscounts selects the counts that are not what there is, beside what they
// should be. Of deliveries that are over for good, those that were purged, or
// whose chats were forgotten, still count.
const miscounts = `WITH there (what, rows, more) AS (
		SELECT 'seen', count(*), 0 FROM seen UNION ALL SELECT 'articles', count(*), 0 FROM articles
		UNION ALL SELECT 'outbox', count(*), 0 FROM outbox UNION ALL SELECT 'chats', count(*), 0 FROM chats
		UNION ALL SELECT 'subscriptions', count(*), 0 FROM subscriptions UNION ALL SELECT 'watches', count(*), 0 FROM watches
		UNION ALL SELECT value, (SELECT count(*) FROM deliveries WHERE state = value), value IN ('sent', 'expired', 'dropped')
			FROM json_each('["pending","attempting","sent","buried","expired","joined","held","dropped"]'))
	SELECT what, coalesce(n, 0) AS n, rows FROM there LEFT JOIN counts USING (what)
		WHERE n IS NULL OR n < rows OR n > rows AND NOT more`

// recount counts anew what is miscounted, as may come of a file that somebody
// changed by hand. Nobody waits for it unless there is something.
func (e *Engine) recount(ctx context.Context) error {
	var miscounted bool
	if err := e.reads.QueryRowContext(ctx, `SELECT EXISTS (`+miscounts+`)`).Scan(&miscounted); err != nil {
		return e.reading(err)
	}
	if !miscounted {
		return nil
	}
	return e.write(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO counts (what, n) SELECT what, rows FROM (` + miscounts + `) WHERE true
			ON CONFLICT (what) DO UPDATE SET n = excluded.n`)
		return err
	})
}
