package scripted_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/scripted"
)

// warm tells when it is told to get ready.
type warm struct {
	bodies
	told chan struct{}
}

func (w *warm) Warm() { close(w.told) } // a second time would panic

// What runs the scripts gets ready, once, while the first request is on its way.
func TestScriptsGetReadyBesideTheRequest(t *testing.T) {
	w := &warm{told: make(chan struct{})}
	srv := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		select {
		case <-w.told:
		case <-time.After(time.Minute):
			t.Error("it is not told before the answer")
		}
		_, _ = io.WriteString(out, "{}") // the client's side is tested
	}))
	defer srv.Close()
	e := engine.New(engine.Options{})
	defer e.Close()
	s := scripted.New(e, w)
	for range 2 {
		j := collection.Job{Trusted: true, Request: collection.Request{Method: "GET", URL: collection.ParseURL(srv.URL)}, After: []collection.Script{{Source: "1"}}}
		x, err := s.Send(t.Context(), j, nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = x.Response.Body.Close() // nobody reads it
	}
}
