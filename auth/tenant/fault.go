package tenant

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Fault makes the tenant misbehave, for tests.
type Fault struct {
	// Path is the beginning of the paths it strikes; Method and Grant narrow
	// that down to an HTTP method and to the grant_type of token requests.
	Path, Method, Grant string
	// Times is how often it strikes before it is used up; 0 means always.
	Times int
	// Delay is how long it waits first. The end of the request ends it.
	Delay time.Duration
	// After lets the request take effect before the rest of the fault: what a
	// client sees whose answer got lost. Without a Status it means Drop.
	After bool
	// Drop closes the connection without an answer.
	Drop bool
	// Status, Header and Body are the answer instead of the real one. A fault
	// with only a Delay answers as usual.
	Status int
	Header http.Header
	Body   string
}

// Fault adds a fault. The first one that matches a request strikes it.
func (t *Tenant) Fault(f Fault) {
	t.faults.mu.Lock()
	defer t.faults.mu.Unlock()
	t.faults.list = append(t.faults.list, &f)
}

// ClearFaults ends all faults.
func (t *Tenant) ClearFaults() {
	t.faults.mu.Lock()
	defer t.faults.mu.Unlock()
	t.faults.list = nil
}

type faults struct {
	mu   sync.Mutex
	list []*Fault
}

// take returns the fault that strikes r, and counts that.
func (f *faults) take(r *http.Request) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.IndexFunc(f.list, func(x *Fault) bool { return x.strikes(r) })
	if i < 0 {
		return Fault{}, false
	}
	hit := f.list[i]
	if hit.Times > 0 {
		if hit.Times--; hit.Times == 0 {
			f.list = slices.Delete(f.list, i, i+1)
		}
	}
	return *hit, true
}

func (f *Fault) strikes(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, f.Path) &&
		(f.Method == "" || f.Method == r.Method) &&
		(f.Grant == "" || f.Grant == peekGrant(r))
}

// peekGrant reads the grant_type and puts the body back.
func peekGrant(r *http.Request) string {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxForm))
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), r.Body), r.Body}
	if err != nil {
		return ""
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return ""
	}
	return form.Get("grant_type")
}

// serve serves r by h unless a fault strikes it.
func (f *faults) serve(w http.ResponseWriter, r *http.Request, h http.Handler) {
	hit, ok := f.take(r)
	if !ok {
		h.ServeHTTP(w, r)
		return
	}
	note(r, func(e *Entry) { e.Fault = true })
	if hit.After {
		h.ServeHTTP(nowhere{http.Header{}}, r)
	}
	if hit.Delay > 0 {
		timer := time.NewTimer(hit.Delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
		}
	}
	switch {
	case hit.Drop || hit.After && hit.Status == 0:
		panic(http.ErrAbortHandler) // the way to make net/http close the connection
	case hit.Status == 0:
		h.ServeHTTP(w, r)
	default:
		maps.Copy(w.Header(), hit.Header)
		w.WriteHeader(hit.Status)
		_, _ = io.WriteString(w, hit.Body) // the client may have gone
	}
}

// nowhere swallows an answer.
type nowhere struct{ header http.Header }

// Header implements [http.ResponseWriter].
func (n nowhere) Header() http.Header { return n.header }

// Write implements [http.ResponseWriter].
func (nowhere) Write(p []byte) (int, error) { return len(p), nil }

// WriteHeader implements [http.ResponseWriter].
func (nowhere) WriteHeader(int) {}
