package oauth2

import (
	"errors"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"

	"postern/auth"
)

// line watches whether a request got a connection. Without one no byte of it
// was written, whatever the error says.
type line struct{ wanted, got atomic.Bool }

// watch returns req with its connection watched. A transport that reports
// nothing leaves the fate open.
func (l *line) watch(req *http.Request) *http.Request {
	return req.WithContext(httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{
		GetConn: func(string) { l.wanted.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { l.got.Store(true) },
	}))
}

// fate notes in err that the request was never written, if so.
func (l *line) fate(err error) error {
	var e *auth.Error
	if l.wanted.Load() && !l.got.Load() && errors.As(err, &e) && e.Fate == auth.FateUnknown {
		e.Fate = auth.FateUnsent
	}
	return err
}
