package house_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"postern/engine"
	"postern/engine/collection"
	"postern/ui/cli/house"
)

// An answer goes to disk above what a command wants to hold in memory.
func TestBodyMemory(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "more than ten bytes") // the client's side is tested
	}))
	defer srv.Close()
	for memory, onDisk := range map[int64]bool{0: false, 10: true} {
		e := engine.New(engine.Options{Limits: house.Setup{BodyMemory: memory}.Limits()})
		x, err := e.Send(t.Context(), collection.Job{Request: collection.Request{Method: "GET", URL: collection.ParseURL(srv.URL)}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := x.Response.Body.Spilled(); got != onDisk {
			t.Errorf("of %d bytes in memory: on disk %v", memory, got)
		}
		if err := x.Response.Body.Close(); err != nil {
			t.Error(err)
		}
		e.Close()
	}
}
