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
type bodies struct{ handed []int }

func (b *bodies) Run(_ context.Context, t script.Task, _ script.Services) (script.Outcome, error) {
	if t.Response != nil {
		b.handed = append(b.handed, len(t.Response.Body))
	}
	return script.Outcome{}, nil
}

// A large body is handed over only where a script may read it, and from then
// on; a small one always.
func TestBodiesAreHandedOverWhereTheyAreRead(t *testing.T) {
	const large = 1 << 20
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := large
		if r.URL.Path == "/small" {
			n = 10
		}
		_, _ = io.WriteString(w, strings.Repeat("x", n)) // the client's side is tested
	}))
	defer srv.Close()
	e, b := engine.New(engine.Options{}), &bodies{}
	defer e.Close()
	s := scripted.New(e, b)
	const status = "pm.test('ok', () => pm.response.to.have.status(200))"
	for _, one := range []struct{ path, source string }{{"/small", status}, {"/large", status}, {"/large", "pm.response.json()"}, {"/large", status}} {
		j := collection.Job{Trusted: true, Request: collection.Request{Method: "GET", URL: collection.ParseURL(srv.URL + one.path)}, After: []collection.Script{{Source: one.source}}}
		x, err := s.Send(t.Context(), j, nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = x.Response.Body.Close() // nobody reads it
	}
	want := []int{10, 0, large, large}
	for i, n := range want {
		if b.handed[i] != n {
			t.Errorf("handed over %v, want %v", b.handed, want)
			break
		}
	}
}
