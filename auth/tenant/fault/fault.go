// Package fault makes a tenant misbehave, for tests.
//
// A fault sits between the journal and the endpoints: it strikes requests and
// knows nothing of what they mean but their grant_type.
package fault

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

	"postern/auth/tenant/journal"
	"postern/auth/tenant/protocol"
)

// maxHeld bounds the body that is kept during a delay, in bytes: no endpoint
// reads more.
const maxHeld = 16 << 20

// Fault makes the tenant misbehave, for tests.
type Fault struct {
	// Path is the beginning of the paths it strikes; Method and Grant narrow
	// that down to an HTTP method and to the grant_type of token requests.
	Path, Method, Grant string
	// Times is how often it strikes before it is used up; 0 means always.
	Times int
	// Delay is how long it waits first, once the request's body is there. A
	// client that gives up meanwhile ends the wait, and its request has no
	// effect unless After says so; behind a body of more than 16 MiB that goes
	// unnoticed.
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

// List holds the faults that are not used up.
type List struct {
	mu   sync.Mutex
	list []*Fault
}

// Add adds a fault.
func (f *List) Add(x Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, &x)
}

// Clear ends all faults.
func (f *List) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = nil
}

// Around lets next answer what no fault strikes.
func (f *List) Around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hit, ok := f.take(r)
		if !ok {
			next.ServeHTTP(w, r)
			return
		}
		journal.Note(r, func(e *journal.Entry) { e.Fault = true })
		hit.strike(w, r, next)
	})
}

// take returns the fault that strikes r, and counts that.
func (f *List) take(r *http.Request) (Fault, bool) {
	grant := f.grantOf(r)
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.IndexFunc(f.list, func(x *Fault) bool {
		return x.aims(r) && (x.Grant == "" || x.Grant == grant)
	})
	if i < 0 {
		return Fault{}, false
	}
	hit := *f.list[i]
	if hit.Times == 1 {
		f.list = slices.Delete(f.list, i, i+1)
	} else if hit.Times > 1 {
		f.list[i].Times--
	}
	return hit, true
}

// grantOf returns r's grant_type if a fault asks for it. It reads the body and
// so must not hold the lock.
func (f *List) grantOf(r *http.Request) string {
	f.mu.Lock()
	asked := slices.ContainsFunc(f.list, func(x *Fault) bool { return x.Grant != "" && x.aims(r) })
	f.mu.Unlock()
	if !asked {
		return ""
	}
	body, err := hold(r, protocol.MaxForm)
	if err != nil {
		return ""
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return ""
	}
	return form.Get("grant_type")
}

// aims reports whether r is one of the requests that f may strike, but for
// their grant.
func (f *Fault) aims(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, f.Path) && (f.Method == "" || f.Method == r.Method)
}

// strike answers in place of next, or lets it answer late.
func (f *Fault) strike(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if f.After {
		next.ServeHTTP(nowhere{http.Header{}}, r)
	}
	switch {
	case f.Delay > 0 && !wait(r, f.Delay), f.Drop, f.After && f.Status == 0:
		panic(http.ErrAbortHandler) // the way to make net/http close the connection
	case f.Status == 0:
		next.ServeHTTP(w, r)
	default:
		maps.Copy(w.Header(), f.Header)
		w.WriteHeader(f.Status)
		_, _ = io.WriteString(w, f.Body) // the client may have gone
	}
}

// wait waits and reports whether the request is still wanted. The server
// cancels a request's context when its client leaves, but looks out for that
// only after the last byte of the body was read.
func wait(r *http.Request, d time.Duration) bool {
	if _, err := hold(r, maxHeld); err != nil {
		return false
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// hold reads up to so many bytes of the body and puts them back.
func hold(r *http.Request, most int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, most))
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), r.Body), r.Body}
	return body, err
}

// nowhere swallows an answer.
type nowhere struct{ header http.Header }

// Header implements [http.ResponseWriter].
func (n nowhere) Header() http.Header { return n.header }

// Write implements [http.ResponseWriter].
func (nowhere) Write(p []byte) (int, error) { return len(p), nil }

// WriteHeader implements [http.ResponseWriter].
func (nowhere) WriteHeader(int) {}
