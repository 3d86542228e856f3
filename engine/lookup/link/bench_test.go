package link_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"postern/engine/lookup"
	"postern/engine/lookup/link"
)

// users is a list of n users with two links each, about 1 kB a user.
func users(n int) []byte {
	var b strings.Builder
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"00u%017d","status":"ACTIVE","created":"2026-01-02T03:04:05.000Z","type":{"id":"oty"},"profile":{"firstName":"Tony","lastName":"Stark %[1]d","login":"tony.stark.%[1]d@example.com","bio":%[2]q},"_links":{"self":{"href":"https://dev-1.okta.com/api/v1/users/00u%017[1]d"},"deactivate":{"href":"https://dev-1.okta.com/api/v1/users/00u%017[1]d/lifecycle/deactivate","method":"POST"}}}`,
			i, strings.Repeat("Genius, billionaire, playboy. ", 16))
	}
	b.WriteByte(']')
	return []byte(b.String())
}

// walk is the plain way: decode all, then look for href.
func walk(body []byte) int {
	var doc any
	if json.Unmarshal(body, &doc) != nil {
		return 0
	}
	n := 0
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				visit(e)
			}
		case map[string]any:
			if _, ok := v["href"].(string); ok {
				n++
			}
			for _, e := range v {
				visit(e)
			}
		}
	}
	visit(doc)
	return n
}

func BenchmarkFind(b *testing.B) {
	for _, n := range []int{25, 20_000} {
		body := users(n)
		b.Run(fmt.Sprintf("users=%d/MB=%.1f", n, float64(len(body))/1e6), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				got := link.Find(lookup.Response{URL: "https://dev-1.okta.com/api/v1/users", Body: body}, lookup.Limits{Count: 1_000_000})
				if len(got.Links) != 2*n {
					b.Fatal(len(got.Links), got.Cut)
				}
			}
		})
		b.Run(fmt.Sprintf("encoding-json/users=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if got := walk(body); got != 2*n {
					b.Fatal(got)
				}
			}
		})
	}
}

// A body without links is only walked.
func BenchmarkNothingToFind(b *testing.B) {
	body := []byte("[" + strings.Repeat(`{"when":"2026-01-02T03:04:05.000Z","n":12,"text":"nothing here","more":["a","b"]},`, 300_000) + "0]")
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		link.Find(lookup.Response{Body: body}, lookup.Limits{})
	}
}

func BenchmarkJoin(b *testing.B) {
	page := users(1000)
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		j := link.NewJoiner(discard{})
		for range 2 {
			if err := j.Add(page); err != nil {
				b.Fatal(err)
			}
		}
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
