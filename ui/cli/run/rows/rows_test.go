package rows_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/failure"
	"postern/engine/payload"
	"postern/engine/runner"
	"postern/engine/script"
	"postern/ui/cli/console"
	"postern/ui/cli/run/rows"
)

// ref is a request below folders.
func ref(method string, names ...string) collection.Ref {
	var r collection.Ref
	for _, n := range names {
		r.Item = &collection.Item{Name: n, Request: &collection.Request{Method: method}}
		r.Chain = append(r.Chain, r.Item)
	}
	return r
}

// done is a request that was answered after 12 ms.
func done(ref collection.Ref, status int, reason string) runner.Done {
	return runner.Done{Ref: ref, Elapsed: time.Hour, Exchange: &engine.Exchange{
		Response: &engine.Response{Status: status, Reason: reason, Body: payload.FromBytes(make([]byte, 2048))},
		Timing:   engine.Timing{Total: 15 * time.Millisecond, Auth: 3 * time.Millisecond},
	}}
}

func failed(ref collection.Ref, what string) runner.Done {
	return runner.Done{Ref: ref, Elapsed: time.Second, Err: failure.New(failure.Connect, what, "", "", errors.New("refused"))}
}

func skipped(ref collection.Ref) runner.Done {
	return runner.Done{Ref: ref, Exchange: &engine.Exchange{Before: &script.Outcome{Skip: true}}}
}

// printed are rows at a terminal of some width, 0 being a file. What stands
// behind each row is the answer of more.
func printed(width int, more func(*rows.Rows, runner.Done) string, events ...runner.Done) []string {
	var out bytes.Buffer
	r := rows.Rows{Out: console.New(&out, width > 0, []string{"NO_COLOR=1"}).Within(width), Bad: "✗", Skipped: "–"}
	var refs []collection.Ref
	var as []string
	for _, e := range events {
		refs = append(refs, e.Ref)
		if e.As != "" {
			as = append(as, e.As)
		}
	}
	r.Fit(refs, as)
	for _, e := range events {
		r.Print(e, more(&r, e))
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

func none(*rows.Rows, runner.Done) string { return "" }

func TestPrint(t *testing.T) {
	list, find := ref("GET", "Users", "List"), ref("DELETE", "Users", "Find 日本")
	login := ref("POST", "Login")
	as := done(login, 200, "OK")
	as.As = "a guest"
	for _, tt := range []struct {
		name   string
		width  int
		events []runner.Done
		want   []string
	}{
		{"into a file", 0, []runner.Done{done(login, 200, "OK"), done(list, 404, "Not Found"), done(find, 204, "No Content")}, []string{
			"POST    Login        200     12 ms     2.0 KiB",
			"",
			"Users",
			"  GET     List       404     12 ms     2.0 KiB  Not Found",
			"  DELETE  Find 日本  204     12 ms     2.0 KiB",
		}},
		{"what went wrong", 0, []runner.Done{failed(login, "cannot connect"), skipped(login)}, []string{
			"POST    Login  ✗      1.00 s              cannot connect",
			"POST    Login  –      0.0 ms              skipped by its script",
		}},
		{"no room for a failure", 60, []runner.Done{failed(login, "cannot connect to h.test:81: nothing listens there")}, []string{
			"POST    Login  ✗      1.00 s",
			"    ✗ cannot connect to h.test:81: nothing listens there",
		}},
		{"little room for a reason", 60, []runner.Done{done(login, 422, "Unprocessable Entity")}, []string{
			"POST    Login  422     12 ms     2.0 KiB  Unprocessable Ent…",
		}},
		{"no room for sizes", 40, []runner.Done{done(login, 422, "Unprocessable Entity"), done(ref("GET", strings.Repeat("long ", 9)), 200, "OK")}, []string{
			"POST    Login              422     12 ms",
			"GET     long long long l…  200     12 ms",
		}},
		{"as somebody", 0, []runner.Done{as}, []string{"POST    Login as a guest  200     12 ms     2.0 KiB"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, printed(tt.width, none, tt.events...)); d != "" {
				t.Error(d)
			}
		})
	}
}

// What stands behind a row has its distance from it, and room is what is left by
// what the row says of itself.
func TestRoom(t *testing.T) {
	login := ref("POST", "Login")
	for _, e := range []runner.Done{
		done(login, 200, "OK"), done(login, 404, "Not Found"), done(login, 422, strings.Repeat("long ", 20)),
		failed(login, "cannot connect"), failed(login, strings.Repeat("long ", 20)), skipped(login),
	} {
		full := func(r *rows.Rows, e runner.Done) string { return strings.Repeat("x", max(0, r.Room(e))) }
		first := printed(80, full, e)[0]
		if filled := strings.Contains(first, "  xxx"); len([]rune(first)) != 80 || !filled && !strings.HasSuffix(first, "…") {
			t.Errorf("%q has %d columns", first, len([]rune(first)))
		}
	}
}

// A request of which something is told early has its row then; when the requests
// are sent once more the folder is told again.
func TestBegin(t *testing.T) {
	var out bytes.Buffer
	r := rows.Rows{Out: console.New(&out, false, nil), Bad: "✗"}
	list := ref("GET", "Users", "List")
	r.Fit([]collection.Ref{list}, nil)
	r.Begin(list, "its scripts run")
	r.Print(done(list, 200, "OK"), "")
	r.Again()
	r.Print(done(list, 200, "OK"), "")
	want := "Users\n  GET     List  its scripts run\n  GET     List  200     12 ms     2.0 KiB\n" +
		"Users\n  GET     List  200     12 ms     2.0 KiB\n"
	if d := cmp.Diff(want, out.String()); d != "" {
		t.Error(d)
	}
}

func TestStamped(t *testing.T) {
	var out bytes.Buffer
	r := rows.Rows{Out: console.New(&out, false, nil), Stamped: true}
	r.Fit(nil, nil)
	r.Begin(ref("GET", "List"), "")
	if stamp, rest, _ := strings.Cut(out.String(), " "); !strings.HasPrefix(rest, "GET ") {
		t.Errorf("the row is %q", out.String())
	} else if _, err := time.Parse(time.TimeOnly, stamp); err != nil {
		t.Error(err)
	}
}

func TestRemark(t *testing.T) {
	err := failure.New(failure.Connect, "cannot connect", "", "", errors.New("refused"))
	for want, err := range map[string]error{"cannot connect": fmt.Errorf("send: %w", err), "no room": errors.New("no room")} {
		if got := rows.Remark(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
