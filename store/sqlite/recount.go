package sqlite

import (
	"context"
	"database/sql"
	"slices"
)

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

// A miscount is a count that is wrong.
type miscount struct {
	what  string
	by    int64 // too few
	there bool  // or else there is no count at all
}

// recount mends what is miscounted, as may come of a file that somebody changed by
// hand. It counts where nobody waits for it, as of one moment: by how many a count
// is wrong stays the same, however much is written meanwhile. A count that is not
// there is made first, so that what is written from then on is counted.
func (e *Engine) recount(ctx context.Context) error {
	e.recounting.Lock() // each mends what no other does
	defer e.recounting.Unlock()
	for {
		wrong, err := e.miscounted(ctx)
		if err != nil || len(wrong) == 0 {
			return err
		}
		all := !slices.ContainsFunc(wrong, func(m miscount) bool { return !m.there })
		err = e.write(ctx, func(t *tx) error {
			for _, m := range wrong {
				query, n := `UPDATE counts SET n = n + ?2 WHERE what = ?1`, m.by
				if !m.there {
					query, n = `INSERT INTO counts (what, n) VALUES (?1, ?2) ON CONFLICT (what) DO NOTHING`, 0
				}
				if _, err := t.exec(query, m.what, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || all {
			return err
		}
	}
}

func (e *Engine) miscounted(ctx context.Context) (wrong []miscount, err error) {
	rows, err := e.reads.QueryContext(ctx, `SELECT what, rows - n, what IN (SELECT what FROM counts) FROM (`+miscounts+`)`)
	err = each(rows, err)(func(r *sql.Rows) error {
		var m miscount
		err := r.Scan(&m.what, &m.by, &m.there)
		wrong = append(wrong, m)
		return err
	})
	if err != nil {
		return nil, e.reading(err)
	}
	return wrong, nil
}
