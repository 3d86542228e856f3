package fault

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
)

// Break is where a connection breaks.
type Break int

const (
	// None is nowhere.
	None Break = iota
	// Unread is before the request's body was read: a reset.
	Unread
	// Read is after the request was read and before a byte of an answer: a
	// reset. With [Fault.After] the request took effect.
	Read
	// InHeaders is in the middle of the answer's headers. Unless the fault has
	// a Status, the request took effect.
	InHeaders
	// InBody is in the middle of the answer's body, likewise.
	InBody
)

// Answer is what a client is told.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// answerOf returns what h answers to r.
func answerOf(h http.Handler, r *http.Request) *Answer {
	a := &Answer{Status: http.StatusOK, Header: http.Header{}}
	h.ServeHTTP(keeper{a}, r)
	return a
}

// keeper keeps an answer instead of sending it.
type keeper struct{ answer *Answer }

// Header implements [http.ResponseWriter].
func (k keeper) Header() http.Header { return k.answer.Header }

// Write implements [http.ResponseWriter].
func (k keeper) Write(p []byte) (int, error) {
	k.answer.Body = append(k.answer.Body, p...)
	return len(p), nil
}

// WriteHeader implements [http.ResponseWriter].
func (k keeper) WriteHeader(status int) { k.answer.Status = status }

// send answers as far as the connection holds. What a client does not read, it
// does not want: errors are of no interest.
func (a *Answer) send(w http.ResponseWriter, where Break) {
	if where == InHeaders {
		a.sendHeaders(w)
	}
	maps.Copy(w.Header(), a.Header)
	if where == InBody {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.Body)+1))
	}
	w.WriteHeader(a.Status)
	if where == InBody {
		_, _ = w.Write(a.Body[:len(a.Body)/2])
		_ = http.NewResponseController(w).Flush()
		abort()
	}
	_, _ = w.Write(a.Body)
}

// sendHeaders sends the headers but for their end, and hangs up.
func (a *Answer) sendHeaders(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		var b bytes.Buffer
		fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", a.Status, http.StatusText(a.Status))
		_ = a.Header.Write(&b)
		_, _ = conn.Write(b.Bytes()) // without the blank line that ends them
		_ = conn.Close()
	}
	abort()
}

// reset breaks the connection so that a TCP client sees a reset.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		hangUp(conn)
	}
	abort()
}

// hangUp closes a connection with a reset if it is TCP.
func hangUp(conn net.Conn) {
	if c, ok := conn.(*net.TCPConn); ok {
		_ = c.SetLinger(0)
	}
	_ = conn.Close()
}

// abort is the way to make net/http close the connection.
func abort() { panic(http.ErrAbortHandler) }

// With returns an edit that gives members of a JSON answer a value: pairs are
// names and literals, which need not be valid JSON. An empty literal removes
// the member. An answer that is no JSON object becomes one.
func With(pairs ...string) func(*Answer) {
	return func(a *Answer) {
		var members map[string]json.RawMessage
		if json.Unmarshal(a.Body, &members) != nil || members == nil {
			members = map[string]json.RawMessage{} // what is no object has none
		}
		for i := 0; i+1 < len(pairs); i += 2 {
			members[pairs[i]] = json.RawMessage(pairs[i+1])
		}
		var b bytes.Buffer
		for _, name := range slices.Sorted(maps.Keys(members)) {
			if len(members[name]) > 0 {
				// By hand, for encoding/json would refuse or tidy up a literal.
				fmt.Fprintf(&b, ",%q:%s", name, members[name])
			}
		}
		a.Body = append(append([]byte("{"), bytes.TrimPrefix(b.Bytes(), []byte(","))...), '}')
	}
}

// As returns an edit that changes the Content-Type; "" removes it.
func As(contentType string) func(*Answer) {
	return func(a *Answer) {
		a.Header.Set("Content-Type", contentType)
		if contentType == "" {
			// Without this net/http would put one there.
			a.Header["Content-Type"] = nil
		}
	}
}

// Text returns an edit that replaces the body.
func Text(body string) func(*Answer) { return func(a *Answer) { a.Body = []byte(body) } }

// Edits returns an edit that does one after the other.
func Edits(edits ...func(*Answer)) func(*Answer) {
	return func(a *Answer) {
		for _, edit := range edits {
			edit(a)
		}
	}
}
