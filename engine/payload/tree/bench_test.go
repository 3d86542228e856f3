package tree_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"postern/engine/payload"
	"postern/engine/payload/tree"
)

// users is an array of user objects of about size bytes.
func users(size int) []byte {
	out := append(make([]byte, 0, size+512), '[')
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

// onDisk is a body in a file.
func onDisk(b *testing.B, src []byte) *payload.Body {
	b.Helper()
	w := payload.NewWriter(payload.Limits{Memory: 1, Dir: b.TempDir()})
	if _, err := w.Write(src); err != nil {
		b.Fatal(err)
	}
	body, err := w.Close()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = body.Close() })
	return body
}

// BenchmarkOpen is how fast the index is made. Compare the MB/s.
func BenchmarkOpen(b *testing.B) {
	src := users(100_000_000)
	body := onDisk(b, src)
	b.Run("index", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		b.ReportAllocs()
		for b.Loop() {
			x, err := tree.Open(b.Context(), body)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(x.Memory()), "index-bytes")
		}
	})
	b.Run("json.Valid", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		for b.Loop() {
			if !json.Valid(src) {
				b.Fatal("not valid")
			}
		}
	})
	b.Run("json.Indent", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		var out bytes.Buffer
		for b.Loop() {
			out.Reset()
			if err := json.Indent(&out, src, "", "  "); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("bytes", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		sum := 0
		for b.Loop() {
			for _, c := range src {
				sum += int(c)
			}
		}
		_ = sum
	})
}

// BenchmarkScreen is what one frame costs: fifty rows somewhere.
func BenchmarkScreen(b *testing.B) {
	x, err := tree.Open(context.Background(), onDisk(b, users(100_000_000)))
	if err != nil {
		b.Fatal(err)
	}
	v := tree.NewView(x)
	for _, level := range []int{tree.All, 2, 1} {
		v.FoldLevel(level)
		at := 0
		b.Run(fmt.Sprintf("level-%d", min(level, 9)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				at = (at*31 + 7919) % (v.Lines() - 50)
				for i := range 50 {
					if l := v.Line(at + i); l.Err != nil {
						b.Fatal(l.Err)
					}
				}
			}
		})
	}
	b.Run("fold", func(b *testing.B) {
		at := 0
		v.FoldLevel(tree.All)
		for b.Loop() {
			at = (at*31 + 7919) % (v.Lines() - 50)
			if i, ok := v.Fold(at); ok {
				v.Unfold(i)
			}
		}
	})
}
