package crashtest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"time"

	"postern/auth/tenant"
)

// line is the way to the tenant: a request is on it for a while, whether or
// not who sent it still lives, and so is the answer.
//
// It also makes the tenant's grace as narrow as that of the servers people log
// in to: only the refresh token before the present one is taken again. Once
// that was used, an older one that comes late is taken for theft.
type line struct {
	tenant *tenant.Tenant
	dice   *dice

	mu sync.Mutex
	// age tells how many refreshes made a refresh token, and used is the
	// highest age that came back.
	age  map[string]int
	used int
	// thefts counts the late ones.
	thefts int
}

// quick is how long a request is on its way at the most, and its answer; one
// in eight (rarely) is late.
const (
	quick  = 10 * time.Millisecond
	late   = 80 * time.Millisecond
	rarely = 8
)

// ServeHTTP implements [http.Handler].
func (l *line) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasSuffix(r.URL.Path, "/token") {
		l.tenant.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // it never arrived
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	l.travel()
	answer := l.pass(r.WithContext(context.WithoutCancel(r.Context())), body)
	l.travel()
	for k, v := range answer.Header() {
		w.Header()[k] = v
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes()) // perhaps nobody reads it any more
}

func (l *line) travel() {
	most := quick
	if l.dice.upTo(rarely) == 0 {
		most = late
	}
	<-time.After(l.dice.upTo(most))
}

// pass lets the tenant answer, one request after the other.
func (l *line) pass(r *http.Request, body []byte) *httptest.ResponseRecorder {
	l.mu.Lock()
	defer l.mu.Unlock()
	form, _ := url.ParseQuery(string(body)) // the tenant complains of a bad one
	age, known := l.age[form.Get("refresh_token")]
	switch {
	case known && age < l.used:
		l.thefts++
		l.tenant.RevokeAll()
	case known:
		l.used = age
	default: // a login
		age = l.used
	}
	answer := httptest.NewRecorder()
	l.tenant.ServeHTTP(answer, r)
	var out struct {
		Refresh string `json:"refresh_token"`
	}
	if json.Unmarshal(answer.Body.Bytes(), &out) == nil && out.Refresh != "" {
		l.age[out.Refresh] = age + 1
	}
	return answer
}
