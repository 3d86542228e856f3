package history_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/engine/payload"
	"postern/store/history"
	"postern/store/state"
)

// many is a history of n entries of 500 requests, without bodies.
func many(b *testing.B, n int) *history.Log {
	b.Helper()
	s := state.New(b.TempDir())
	b.Cleanup(func() { _ = s.Close() })
	tables := state.TablesIn(func() *state.State { return s })
	err := tables.Change(b.Context(), func(ctx context.Context, tx *sql.Tx) error {
		for _, q := range []string{
			`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
			INSERT INTO history (id, started, duration, collection, item, path, environment, env_name, method, url, template,
				status, reason, stage, problem, token, sent, received, body, kept, cost, folded)
			SELECT i, 1900000000000000000 + i, 42000000, 'c', 'item-' || (i % 500), '["Okta","Users","Request ' || (i % 500) || '"]',
				'e' || (i % 3), 'dev', 'GET', 'https://dev-12345.okta.test/api/v1/users/00u' || i || '?limit=200&after=00u' || (i + 7),
				'{{url}}/api/v1/users/{{userId}}?limit=200&after={{after}}', 200, 'OK', '', '', 'okta-admin', 0, 4000, '', 1, 6000,
				'get https://dev-12345.okta.test/api/v1/users/00u' || i || '?limit=200&after=00u' || (i + 7) || ' {{url}}/api/v1/users/{{userid}}?limit=200&after={{after}} okta users request ' || (i % 500) || ' dev 200 ok okta-admin'
			FROM n`,
			`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
			INSERT INTO history_exchanges SELECT i, '{"pad":"' || hex(zeroblob(1000)) || '"}' FROM n`,
		} {
			if _, err := tx.ExecContext(ctx, q, n); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	// Old as they are, they are within the limits.
	return history.New(tables, func() history.Limits { return history.Limits{Bytes: 1 << 40} })
}

// BenchmarkHistory has 100,000 entries.
func BenchmarkHistory(b *testing.B) {
	l := many(b, 100_000)
	for _, bc := range []struct {
		name string
		q    history.Query
		want int
	}{
		{"FirstPage", history.Query{}, 100},
		{"LastPage", history.Query{Before: 101}, 100},
		{"OneRequest", history.Query{Item: "item-7"}, 100},
		{"Words", history.Query{Text: "request get"}, 100},
		{"RareWord", history.Query{Text: "users/00u777?"}, 1},
		{"NoHit", history.Query{Text: "nowhere"}, 0},
		{"RareClass", history.Query{Class: 5}, 0},
	} {
		b.Run(bc.name, func(b *testing.B) {
			for b.Loop() {
				es, err := l.List(b.Context(), bc.q)
				if err != nil || len(es) != bc.want {
					b.Fatal(len(es), err)
				}
			}
		})
	}
	b.Run("NoHitInMemory", func(b *testing.B) { // beside NoHit
		var texts []string
		for i := range 100_000 {
			texts = append(texts, fmt.Sprintf("get https://dev-12345.okta.test/api/v1/users/00u%d?limit=200&after=00u%d {{url}}/api/v1/users/{{userid}}?limit=200&after={{after}} okta users request %d dev 200 ok okta-admin", i, i+7, i%500))
		}
		for b.Loop() {
			for _, t := range texts {
				if strings.Contains(t, "nowhere") {
					b.Fatal(t)
				}
			}
		}
	})
	b.Run("SyncedFile", func(b *testing.B) { // beside Add
		path := filepath.Join(b.TempDir(), "x")
		for b.Loop() {
			f, err := os.Create(path)
			if err != nil {
				b.Fatal(err)
			}
			_, err = f.Write(make([]byte, 4096))
			if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Retain", func(b *testing.B) {
		for b.Loop() {
			if err := l.Retain(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, kb := range []int{4, 1024, 8 << 10} {
		b.Run(fmt.Sprintf("Add/%dkB", kb), func(b *testing.B) {
			body := strings.Repeat(`{"id":"00u1","login":"ada@example.com","status":"ACTIVE","n":12},`, kb*1024/66)
			x := exchange("list", "")
			x.Secrets = append(x.Secrets, "a-secret-of-some-length", "another-secret-of-some-length")
			x.Response.Body = payload.FromBytes([]byte("[" + body + "1]"))
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				if _, err := l.Add(b.Context(), x, history.Meta{Environment: "e"}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("Get", func(b *testing.B) {
		x := exchange("list", strings.Repeat("x", 4096))
		id, err := l.Add(b.Context(), x, history.Meta{})
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, _, err := l.Get(b.Context(), id); err != nil {
				b.Fatal(err)
			}
		}
	})
}
