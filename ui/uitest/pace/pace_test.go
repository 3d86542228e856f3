package pace_test

import (
	"bytes"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

var (
	keys   = flag.Int("keys", 0, "keys to send in each place; 0 measures nothing")
	starts = flag.Int("starts", 11, "starts of each program")
)

// requests is how many the workspace has.
const requests = 10_000

// built are the two programs.
func built(t *testing.T) (postern, bare string) {
	t.Helper()
	if *keys == 0 {
		t.Skip("measures with -keys 60")
	}
	dir := t.TempDir()
	for name, pkg := range map[string]string{"postern": "postern", "bare": "postern/ui/uitest/pace/bare"} {
		if out, err := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, name), pkg).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	return filepath.Join(dir, "postern"), filepath.Join(dir, "bare")
}

// api answers with a body of 100 MB and with 10,000 things that have ids.
type api struct {
	big, ids []byte
	// first is when the first byte of the big body went out.
	first atomic.Int64
}

func newAPI() *api {
	a := &api{}
	b := bytes.NewBufferString("[")
	for i := 0; b.Len() < 100_000_000; i++ {
		fmt.Fprintf(b, `{"id":"00u%06d","status":"ACTIVE","created":"2026-01-01T00:00:00Z","profile":{"firstName":"First%d","lastName":"Last%d","email":"user%d@example.com","login":"user%d@example.com","mobilePhone":null,"age":%d}},`, i, i, i, i, i, i%90)
	}
	a.big = append(bytes.TrimSuffix(b.Bytes(), []byte(",")), ']')
	b = bytes.NewBufferString("[")
	for i := range 10_000 {
		fmt.Fprintf(b, `{"id":"%08d","name":"Thing number %d"},`, i, i)
	}
	a.ids = append(bytes.TrimSuffix(b.Bytes(), []byte(",")), ']')
	return a
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	body := a.ids
	if r.URL.Path == "/big" {
		body = a.big
		a.first.Store(time.Now().UnixNano())
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // whoever has gone needs no answer
}

// workspace is a folder with 10,000 requests and what else is measured.
func workspace(t *testing.T, base string, n int) string {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(`{"info":{"name":"Big","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[`)
	for _, r := range []string{"big", "things"} {
		fmt.Fprintf(&b, `{"name":"The %s","request":{"method":"GET","url":"%s/%s"}},`, r, base, r)
	}
	fmt.Fprintf(&b, `{"name":"One thing","request":{"method":"GET","url":"%s/things/{{thingId}}"}}`, base)
	for i := range n {
		if i%50 == 0 {
			fmt.Fprintf(&b, `,{"name":"Folder %d","item":[`, i/50)
		}
		fmt.Fprintf(&b, `{"name":"Request %d","request":{"method":"GET","header":[{"key":"Accept","value":"application/json"}],"url":"%s/things/%d?limit=25","description":"%s"}}`,
			i, base, i, bytes.Repeat([]byte("words "), 120))
		if i%50 == 49 || i == n-1 {
			b.WriteString("]}")
		} else {
			b.WriteByte(',')
		}
	}
	b.WriteString("]}")
	var env bytes.Buffer
	env.WriteString(`{"name":"dev","values":[{"key":"thingId","value":"","enabled":true}`)
	for i := range 200 {
		fmt.Fprintf(&env, `,{"key":"variable%d","value":"value %d","enabled":true}`, i, i)
	}
	env.WriteString("]}")
	dir := t.TempDir()
	for name, data := range map[string][]byte{"a.postman_collection.json": b.Bytes(), "dev.postman_environment.json": env.Bytes()} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// From start to first text, and what is resident and computed when nothing
// happens.
func TestPaceOfStarting(t *testing.T) {
	postern, bare := built(t)
	small, large := workspace(t, "http://127.0.0.1:1", 10), workspace(t, "http://127.0.0.1:1", requests)
	state := []string{"POSTERN_STATE=" + t.TempDir()}
	var times [3]spread
	var memory, busy [3]spread
	names := []string{"bare", "10 requests", "10,000 requests"}
	for range *starts {
		for i, args := range [][]string{{bare}, {postern, small}, {postern, large}} {
			p := begin(t, state, args[0], args[1:]...)
			p.wait(map[int]string{0: "hello", 1: "Big", 2: "Big"}[i])
			p.quiet(time.Second)
			times[i].add(p.first)
			before := p.cpu()
			<-time.After(2 * time.Second)
			busy[i].add((p.cpu() - before) / 2)
			now, _ := p.memory()
			memory[i] = append(memory[i], now)
			p.end()
		}
	}
	for i, n := range names {
		t.Logf("%-16s first text ms %s (%.2f×)  idle MiB %s  computed in an idle second, ms %s",
			n, times[i], times[i].at(0.5)/times[0].at(0.5), memory[i], busy[i])
	}
}

// place is somewhere in the workbench: how to get there and what to press.
type place struct {
	name  string
	goes  []string
	waits string
	keys  []string
}

const (
	up, down, esc, enter = "\x1b[A", "\x1b[B", "\x1b", "\r"
	pgdown, pgup, back   = "\x1b[6~", "\x1b[5~", "\x7f"
	finder, send         = "\x10", "\x12"
)

func places() []place {
	move := []string{down, down, down, up}
	return []place{
		{"tree, 10,000 requests unfolded", []string{"1", "+"}, "Request 0", move},
		{"tree, pages", nil, "", []string{pgdown, pgdown, pgup}},
		{"tree, filter", []string{"/"}, "", []string{"7", back}},
		{"finder, 10,000 requests", []string{esc, esc, finder}, "Find a request", []string{"7", back}},
		{"request", []string{esc, finder, "Request 77", enter, "2"}, "", []string{"]", "["}},
		{"environment, 200 variables", []string{"4"}, "", move},
		{"lookup, 10,000 ids", []string{finder, "The things", enter, send, send, send, finder, "One thing", enter, "@"}, "Look up thingId", []string{"7", back}},
		{"history", []string{esc, esc, "H", "\t"}, "", []string{down, up}},
		{"body of 100 MB, pretty", []string{esc, esc, finder, "The big", enter, send, "3"}, "IDs 2", move},
		{"body of 100 MB, pages", nil, "", []string{pgdown, pgdown, pgup}},
		{"body of 100 MB, folded", []string{"-", "-"}, "", move},
		{"body of 100 MB, raw", []string{"+", "p"}, "", []string{pgdown, pgup}},
		{"body of 100 MB, table", []string{"p", "v"}, "", move},
		{"body of 100 MB, hits", []string{"v", "/", "user77", enter}, "", []string{"n", "n", "N"}},
	}
}

// From key to frame in every pane, a key for the bare program after each.
func TestPaceOfKeys(t *testing.T) {
	postern, bare := built(t)
	a := newAPI()
	server := httptest.NewServer(a)
	defer server.Close()
	p := begin(t, []string{"POSTERN_STATE=" + t.TempDir()}, postern, workspace(t, server.URL, requests))
	b := begin(t, nil, bare)
	b.wait("hello")
	p.wait("Big")
	p.quiet(time.Second)
	for _, at := range places() {
		for _, k := range at.goes {
			p.press(k)
		}
		if at.waits != "" {
			p.wait(at.waits)
		}
		p.quiet(500 * time.Millisecond)
		var mine, its spread
		none := 0
		before, idle := p.cpu(), b.cpu()
		for i := range *keys {
			phase := float64(i*7%*keys) / float64(*keys)
			if d := p.key(at.keys[i%len(at.keys)], phase); d > 0 {
				mine.add(d)
			} else {
				none++
			}
			its.add(b.key("x", phase))
		}
		now, peak := p.memory()
		t.Logf("%-32s key to frame ms %-20s bare %-18s ratio %.2f  p95 %.2f  computed %.2f and %.2f ms a key  %3.0f MiB, at most %3.0f%s",
			at.name, mine, its, mine.at(0.5)/its.at(0.5), mine.at(0.95)/its.at(0.95),
			(p.cpu()-before).Seconds()*1000/float64(*keys), (b.cpu()-idle).Seconds()*1000/float64(*keys), now, peak, map[bool]string{true: fmt.Sprintf("  %d without a frame", none)}[none > 0])
		if testing.Verbose() && none > *keys/2 {
			t.Logf("%s", p.term.Screen())
		}
	}
}

// From the first byte of a body of 100 MB to its first screen, and the memory
// while it is open.
func TestPaceOfALargeBody(t *testing.T) {
	postern, _ := built(t)
	a := newAPI()
	server := httptest.NewServer(a)
	defer server.Close()
	var first, now, peak spread
	for range max(*starts/2, 1) {
		p := begin(t, []string{"POSTERN_STATE=" + t.TempDir()}, postern, workspace(t, server.URL, 10))
		p.wait("Big")
		p.press(finder, "The big", enter)
		_, _ = p.tty.WriteString(send)
		shown := p.wait("00u000000")
		first.add(shown.Sub(time.Unix(0, a.first.Load())))
		p.wait("IDs 2")
		p.quiet(3 * time.Second)
		n, m := p.memory()
		now, peak = append(now, n), append(peak, m)
		p.end()
	}
	t.Logf("100 MB: first screen ms %s after the first byte; MiB %s, at most %s", first, now, peak)
}
