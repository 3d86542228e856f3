package scripted_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/script"
	"postern/engine/scripted"
)

// bodies keeps what scripts are handed.
type bodies struct{ handed []*script.Response }

func (b *bodies) Run(_ context.Context, t script.Task, _ script.Services) (script.Outcome, error) {
	if t.Response != nil {
		b.handed = append(b.handed, t.Response)
	}
	return script.Outcome{}, nil
}

// get sends a request for a body of n bytes, with a script that it is handed to.
func get(t *testing.T, s *scripted.Sender, n int, source string) *engine.Exchange {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("x", n)) // the client's side is tested
	}))
	defer srv.Close()
	j := collection.Job{Trusted: true, Request: collection.Request{Method: "GET", URL: collection.ParseURL(srv.URL)}, After: []collection.Script{{Source: source}}}
	x, err := s.Send(t.Context(), j, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Response.Body.Close() }) // nobody reads it
	return x
}

// A small body is handed over with the task, a large one for the asking.
func TestLargeBodiesAreHandedOverLater(t *testing.T) {
	e, b := engine.New(engine.Options{}), &bodies{}
	defer e.Close()
	s := scripted.New(e, b)
	const small, large = 10, 1 << 20
	get(t, s, small, "")
	get(t, s, large, "")
	if r := b.handed[0]; len(r.Body) != small || r.Later != nil {
		t.Errorf("of %d bytes %d are handed over", small, len(r.Body))
	}
	r := b.handed[1]
	if len(r.Body) > 0 || r.Later == nil || r.Cut || r.BodySize != large {
		t.Fatalf("of %d bytes %d are handed over: %+v", large, len(r.Body), r)
	}
	if p, err := r.Later(); err != nil || len(p) != large {
		t.Errorf("asked for, it is %d bytes, %v", len(p), err)
	}
}

// It makes no difference to a script, but above the limit, which it is told.
func TestScriptsReadLargeBodies(t *testing.T) {
	s := sender(t)
	const read = `const name = "te" + "xt"; pm.test("" + pm["resp" + "onse"][name]().length, () => {})`
	x := get(t, s, 1<<20, read)
	if got := x.After.Tests; len(got) != 1 || got[0].Name != "1048576" || len(x.After.Errors) > 0 {
		t.Errorf("tests %+v, errors %+v", got, x.After.Errors)
	}
	x = get(t, s, 9<<20, read)
	if got := x.After.Errors; len(got) != 1 || !strings.Contains(got[0].Message, "larger than the 8 MiB") {
		t.Errorf("errors %+v", got)
	}
}
