package payload_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"testing"

	"github.com/tidwall/gjson"

	"postern/engine/payload"
)

// Each operation stands beside the nearest thing in the standard library or
// in the query library, on the same bytes: compare the MB/s.
//
//	go test -run '^$' -bench . -benchtime 3x ./engine/payload

const mega = 1_000_000

// users is an array of user objects of about size bytes, as an identity
// provider answers without white space.
func users(size int) []byte {
	out := make([]byte, 0, size+512)
	out = append(out, '[')
	for i := 0; len(out) < size; i++ {
		if i > 0 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, `{"id":"00u%010d","status":"ACTIVE","created":"2024-05-01T10:%02d:00.000Z","lastLogin":null,`+
			`"profile":{"login":"user.%d@example.com","firstName":"Ada","lastName":"Löve \"%d\"","mobile":null},`+
			`"score":%d.25,"groups":[%d,%d,%d],"active":true,"_links":{"self":{"href":"https://example.com/api/v1/users/%d"}}}`,
			i, i%60, i, i%7, i, i%10, i%20, i%30, i)
	}
	return append(out, ']')
}

// pretty is the same laid out.
func pretty(b *testing.B, src []byte) []byte {
	b.Helper()
	out, err := layOut(b, src)
	if err != nil {
		b.Fatal(err)
	}
	return out
}

// spilled is a body on disk.
func spilled(b *testing.B, src []byte) *payload.Body {
	b.Helper()
	w := payload.NewWriter(payload.Limits{Memory: 1, Dir: b.TempDir()})
	if _, err := w.Write(src); err != nil {
		b.Fatal(err)
	}
	body, err := w.Close()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { body.Close() })
	return body
}

func each(b *testing.B, run func(b *testing.B, src []byte)) {
	for _, mb := range []int{10, 100} {
		src := users(mb * mega)
		b.Run(fmt.Sprintf("%dMB", mb), func(b *testing.B) { run(b, src) })
	}
}

func measure(b *testing.B, name string, size int, op func() error) {
	b.Run(name, func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			if err := op(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkPretty(b *testing.B) {
	each(b, func(b *testing.B, src []byte) {
		mem, disk := payload.FromBytes(src), spilled(b, src)
		measure(b, "memory", len(src), func() error {
			w := payload.NewWriter(payload.Limits{})
			return errors.Join(payload.Pretty(b.Context(), mem, w), w.Abort())
		})
		measure(b, "disk", len(src), func() error {
			w := payload.NewWriter(payload.Limits{})
			return errors.Join(payload.Pretty(b.Context(), disk, w), w.Abort())
		})
		measure(b, "check", len(src), func() error { return payload.Check(b.Context(), mem) })
		var buf bytes.Buffer
		measure(b, "json.Indent", len(src), func() error {
			buf.Reset()
			return json.Indent(&buf, src, "", "  ")
		})
		measure(b, "gjson.Valid", len(src), func() error {
			if !gjson.ValidBytes(src) {
				return fmt.Errorf("not valid")
			}
			return nil
		})
	})
}

func BenchmarkIndex(b *testing.B) {
	each(b, func(b *testing.B, src []byte) {
		text := pretty(b, src)
		index := func(body *payload.Body) func() error {
			return func() error {
				_, err := payload.Index(b.Context(), body)
				return err
			}
		}
		measure(b, "memory", len(text), index(payload.FromBytes(text)))
		measure(b, "disk", len(text), index(spilled(b, text)))
		measure(b, "one-line", len(src), index(payload.FromBytes(src)))
		measure(b, "bytes.Count", len(text), func() error {
			bytes.Count(text, []byte{'\n'})
			return nil
		})
	})
}

// BenchmarkScreen is what one frame of a pager costs: fifty rows somewhere.
func BenchmarkScreen(b *testing.B) {
	each(b, func(b *testing.B, src []byte) {
		body := spilled(b, pretty(b, src))
		l, err := payload.Index(b.Context(), body)
		if err != nil {
			b.Fatal(err)
		}
		at := 0
		screen := func(colour bool) func() error {
			return func() error {
				at = (at*31 + 7919) % (l.Lines() - 50)
				for i := range 50 {
					ln := l.Line(at + i)
					if colour {
						payload.Tokens(ln.Text, 0)
					}
				}
				return nil
			}
		}
		b.Run("random", func(b *testing.B) { run(b, screen(false)) })
		b.Run("random-coloured", func(b *testing.B) { run(b, screen(true)) })
		b.Run("first", func(b *testing.B) {
			run(b, func() error {
				l := payload.NewLines(body)
				if err := l.GrowTo(b.Context(), 64<<10); err != nil {
					return err
				}
				for i := range 50 {
					l.Line(i)
				}
				return nil
			})
		})
	})
}

func run(b *testing.B, op func() error) {
	b.ReportAllocs()
	for b.Loop() {
		if err := op(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	each(b, func(b *testing.B, src []byte) {
		text := pretty(b, src)
		l, err := payload.Index(b.Context(), payload.FromBytes(text))
		if err != nil {
			b.Fatal(err)
		}
		for _, q := range []struct {
			name  string
			query payload.Query
		}{
			{"rare", payload.Query{Text: "user.7777@", Case: payload.CaseExact}},
			{"rare-folded", payload.Query{Text: "user.7777@"}},
			{"common-folded", payload.Query{Text: "groups"}},
			{"regexp-literal", payload.Query{Text: `user\.77+@`, Regexp: true, Case: payload.CaseExact}},
			{"regexp-class", payload.Query{Text: `[a-z]+\.77+@`, Regexp: true}},
		} {
			measure(b, q.name, len(text), func() error {
				_, err := payload.Search(b.Context(), l, q.query, 0, 0, nil)
				return err
			})
		}
		measure(b, "bytes.Count", len(text), func() error {
			bytes.Count(text, []byte("user.7777@"))
			return nil
		})
		re := regexp.MustCompile(`user\.77+@`)
		measure(b, "regexp.FindAll", len(text), func() error {
			re.FindAllIndex(text, -1)
			return nil
		})
	})
}
