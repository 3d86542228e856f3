package ids_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"postern/engine/lookup"
	"postern/engine/lookup/ids"
)

// users is a list of n users as Okta writes them, about 1.3 kB each.
func users(n int) []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"00u%017d","status":"ACTIVE","created":"2026-01-02T03:04:05.000Z","activated":null,"statusChanged":"2026-01-02T03:04:05.000Z","lastLogin":null,"lastUpdated":"2026-01-02T03:04:05.000Z","passwordChanged":"2026-01-02T03:04:05.000Z","type":{"id":"otyfnjfba4ye7pgjB0g4"},"profile":{"firstName":"Tony","lastName":"Stark %[1]d","mobilePhone":null,"secondEmail":null,"login":"tony.stark.%[1]d@example.com","email":"tony.stark.%[1]d@example.com","title":"Engineer \"of\" the year","bio":%[2]q},"credentials":{"password":{},"emails":[{"value":"tony.stark.%[1]d@example.com","status":"VERIFIED","type":"PRIMARY"}],"provider":{"type":"OKTA","name":"OKTA"}},"_links":{"self":{"href":"https://dev-1.okta.com/api/v1/users/00u%017[1]d"},"deactivate":{"href":"https://dev-1.okta.com/api/v1/users/00u%017[1]d/lifecycle/deactivate","method":"POST"}}}`,
			i, strings.Repeat("Genius, billionaire, playboy. ", 6))
	}
	b.WriteByte(']')
	return b.Bytes()
}

// walk is the plain way: decode all, then look for ids, without any label.
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
			for k, e := range v {
				if _, ok := e.(string); ok && (k == "id" || strings.HasSuffix(k, "Id")) {
					n++
				}
				visit(e)
			}
		}
	}
	visit(doc)
	return n
}

func BenchmarkFind(b *testing.B) {
	for _, n := range []int{25, 19_000} {
		body := users(n)
		b.Run(fmt.Sprintf("users=%d/MB=%.1f", n, float64(len(body))/1e6), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if got := ids.Find(lookup.Response{URL: "https://dev-1.okta.com/api/v1/users", Body: body}, lookup.Limits{}); len(got.IDs) != n+1 {
					b.Fatal(len(got.IDs), got.Cut)
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

// A body without ids is only walked.
func BenchmarkNothingToFind(b *testing.B) {
	body := []byte("[" + strings.Repeat(`{"when":"2026-01-02T03:04:05.000Z","n":12,"text":"nothing here","more":[1,2,3]},`, 300_000) + "0]")
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		ids.Find(lookup.Response{Body: body}, lookup.Limits{})
	}
}

// allocated is how many bytes a search takes from the heap, all in all.
func allocated(body []byte) int {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	ids.Find(lookup.Response{URL: "https://x/users", Body: body}, lookup.Limits{})
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

// What a search takes is for the ids it returns, and nothing like the body.
func TestMemory(t *testing.T) {
	const n = 4000
	if used := allocated(users(n)); used > n*2048 {
		t.Errorf("%d bytes allocated for an id", used/n)
	}
	nothing := []byte("[" + strings.Repeat(`{"name":"a text and no id"},`, 100_000) + "1]")
	if used := allocated(nothing); used > 64<<10 {
		t.Errorf("%d bytes allocated for nothing", used)
	}
}

// Ten times a hostile body is no more than ten times the memory, give or take.
func TestLinear(t *testing.T) {
	for _, tc := range []struct {
		name string
		make func(n int) string
	}{
		{"nested", func(n int) string { return strings.Repeat(`{"id":1,"a":[`, n) }},
		{"ids deep inside", func(n int) string {
			return strings.Repeat(`{"a":`, 90) + "[" + strings.Repeat(`{"id":"x"},`, n) + "1]" + strings.Repeat("}", 90)
		}},
		{"one object with many keys", func(n int) string { return `{` + strings.Repeat(`"fooId":"a","fooName":"b",`, n) + `"a":1}` }},
		{"backslashes", func(n int) string { return `["` + strings.Repeat(`\\\"`, n) + `"]` }},
		{"ids under a long name", func(n int) string {
			return `{"` + strings.Repeat("k", n*10) + `":[` + strings.Repeat(`{"id":"1"},`, n) + `1]}`
		}},
		{"a long name", func(n int) string { return `[{"name":"` + strings.Repeat("x\u00e9", n) + `","id":"1"}]` }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			small, large := allocated([]byte(tc.make(2_000))), allocated([]byte(tc.make(20_000)))
			if large > 30*small+1<<20 {
				t.Errorf("ten times the body takes %d bytes instead of %d", large, small)
			}
		})
	}
}
