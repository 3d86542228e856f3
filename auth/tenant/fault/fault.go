// Package fault makes a tenant misbehave, for tests: it loses answers, answers
// late, otherwise or not at all.
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

// Fault makes the tenant misbehave. Its parts work together, in the order of
// the fields.
type Fault struct {
	// Path is the beginning of the paths it strikes; Method and Grant narrow
	// that down to an HTTP method and to the grant_type of token requests.
	Path, Method, Grant string
	// Times is how often it strikes before it is used up; 0 means always.
	Times int
	// After lets the request take effect before the rest of the fault: what a
	// client sees whose answer got lost. Without a Status it means
	// Drop.
	After bool
	// Delay is how long it waits, once the request's body is there. A client
	// that gives up meanwhile ends the wait, and its request has no effect
	// unless After says so; behind a body of more than 16 MiB that goes
	// unnoticed.
	Delay time.Duration
	// Drop closes the connection without an answer.
	Drop bool
	// Status, Header and Body are the answer instead of the real one. A fault
	// with only a Delay answers as usual.
	Status int
	Header http.Header
	Body   string
}

// Set is a fault that was added to a [List].
type Set struct {
	list *List

	// The rest is under the list's lock.
	fault  Fault
	struck int
}

// Struck returns how often the fault struck.
func (s *Set) Struck() int {
	s.list.mu.Lock()
	defer s.list.mu.Unlock()
	return s.struck
}

// Clear ends the fault. What it struck goes on.
func (s *Set) Clear() {
	s.list.mu.Lock()
	defer s.list.mu.Unlock()
	s.list.sets = slices.DeleteFunc(s.list.sets, func(o *Set) bool { return o == s })
}

// List holds the faults that are not used up. Its zero value is empty.
type List struct {
	mu   sync.Mutex
	sets []*Set
}

// Add adds a fault.
func (l *List) Add(x Fault) *Set {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := &Set{list: l, fault: x}
	l.sets = append(l.sets, s)
	return s
}

// Clear ends all faults.
func (l *List) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sets = nil
}

// Around lets next answer what no fault strikes.
func (l *List) Around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hit, ok := l.take(r)
		if !ok {
			next.ServeHTTP(w, r)
			return
		}
		journal.Note(r, func(e *journal.Entry) { e.Fault = true })
		hit.strike(w, r, next)
	})
}

// take returns the fault that strikes r, and counts that.
func (l *List) take(r *http.Request) (Fault, bool) {
	grant := l.grantOf(r)
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.IndexFunc(l.sets, func(s *Set) bool {
		return s.fault.aims(r) && (s.fault.Grant == "" || s.fault.Grant == grant)
	})
	if i < 0 {
		return Fault{}, false
	}
	hit := l.sets[i]
	hit.struck++
	if hit.struck == hit.fault.Times {
		l.sets = slices.Delete(l.sets, i, i+1)
	}
	return hit.fault, true
}

// grantOf returns r's grant_type if a fault asks for it. It reads the body and
// so must not hold the lock.
func (l *List) grantOf(r *http.Request) string {
	l.mu.Lock()
	asked := slices.ContainsFunc(l.sets, func(s *Set) bool { return s.fault.Grant != "" && s.fault.aims(r) })
	l.mu.Unlock()
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
		next.ServeHTTP(unheard{}, r)
	}
	if f.Delay > 0 && !wait(r, f.Delay) {
		abort()
	}
	switch {
	case f.Drop, f.After && f.Status == 0:
		abort()
	case f.Status == 0:
		next.ServeHTTP(w, r)
	default:
		maps.Copy(w.Header(), f.Header)
		w.WriteHeader(f.Status)
		_, _ = io.WriteString(w, f.Body) // who does not read it does not want it
	}
}

// abort is the way to make net/http close the connection.
func abort() { panic(http.ErrAbortHandler) }

// unheard takes an answer that its client does not learn of.
type unheard http.Header

// Header implements [http.ResponseWriter].
func (u unheard) Header() http.Header { return http.Header(u) }

// Write implements [http.ResponseWriter].
func (unheard) Write(p []byte) (int, error) { return len(p), nil }

// WriteHeader implements [http.ResponseWriter].
func (unheard) WriteHeader(int) {}

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
