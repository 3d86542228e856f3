// Package journal is the log of what a tenant was asked, for tests to read.
//
// It holds no secret and writes nothing anywhere. Handlers add to the entry of
// the request they serve with [Note].
package journal

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"
)

// maxEntries bounds the log; the older half goes when it is full.
const maxEntries = 1 << 15

// Entry is one request. It holds no secret.
type Entry struct {
	At           time.Time
	Method, Path string
	// Status is what was answered; 0 while the request is still being served,
	// and for good if the connection was dropped instead.
	Status int
	// Grant is the grant_type of a token request.
	Grant string
	// Client is the client_id, and ClientAuth how it was proven, by
	// RFC 8414's names: "client_secret_basic", "private_key_jwt", "none".
	Client, ClientAuth string
	// Error is the OAuth error code of a refusal.
	Error string
	// Fault says that a fault had a hand in it.
	Fault bool
}

// Journal keeps the entries.
type Journal struct {
	now     func() time.Time
	mu      sync.Mutex
	entries []*Entry
}

// New returns an empty journal whose clock is now.
func New(now func() time.Time) *Journal { return &Journal{now: now} }

// Around notes every request to next.
func (j *Journal) Around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := j.begin(r)
		rec := &recorder{ResponseWriter: w}
		// Deferred because a dropped connection leaves by a panic.
		defer func() { n.note(func(e *Entry) { e.Status = rec.status }) }()
		next.ServeHTTP(rec, r.WithContext(context.WithValue(r.Context(), notedKey{}, n)))
		if rec.status == 0 {
			rec.status = http.StatusOK
		}
	})
}

func (j *Journal) begin(r *http.Request) noted {
	e := &Entry{At: j.now(), Method: r.Method, Path: r.URL.Path}
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) == maxEntries {
		j.entries = slices.Delete(j.entries, 0, maxEntries/2)
	}
	j.entries = append(j.entries, e)
	return noted{journal: j, entry: e}
}

// Log returns the entries so far, in the order they came in.
func (j *Journal) Log() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := make([]Entry, len(j.entries))
	for i, e := range j.entries {
		out[i] = *e
	}
	return out
}

// noted is an entry that handlers still add to while others read the log.
type noted struct {
	journal *Journal
	entry   *Entry
}

func (n noted) note(f func(*Entry)) {
	n.journal.mu.Lock()
	defer n.journal.mu.Unlock()
	f(n.entry)
}

// notedKey is the key of the context's noted.
type notedKey struct{}

// Note adds to the entry of the request being served.
func Note(r *http.Request, f func(*Entry)) {
	if n, ok := r.Context().Value(notedKey{}).(noted); ok {
		n.note(f)
	}
}

// recorder remembers the status, 0 until there is one.
type recorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements [http.ResponseWriter].
func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Write implements [http.ResponseWriter].
func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(p)
}

// Unwrap lets [http.ResponseController] reach Flush.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
