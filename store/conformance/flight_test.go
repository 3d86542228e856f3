package conformance_test

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"postern/auth"
	"postern/auth/tenant"
	"postern/engine"
)

// flightClaims are about refreshes: how often, and what becomes of them when
// something is in the way.
func flightClaims() []claim {
	return []claim{
		{"A04", "eight postern, fifty goroutines each, meet one expiry after the other", "one refresh for each expiry, no token is used twice", manyExpiries, []string{"store/crashtest.TestOneRefreshPerExpiry"}},
		{"A05", "four hundred wait, and the server fails", "one request, whose error all of them get", bubble(fourHundredWait), []string{"auth/tokens.TestA05FourHundredWaitersOneRequest"}},
		{"A08", "the network breaks before, during or after a refresh; 408, 429, 5xx", "the refresh token stays, the error says that the server could not be reached, and a later try goes on with it", faults, []string{"auth/oauth2.TestServersThatCannotBeReached", "auth/oauth2.TestFaultsCostNoSession", "auth/oauth2.TestLostAnswer", "auth/tokens.TestTS19TransientTroubleKeepsTheRefreshToken"}},
		{"A24", "401 to a token of unknown life; 401 or 403 for a scope that is missing", "at most one refresh and one replay; none where a new token would be refused as well", bubble(scopeMissing), []string{"auth.TestChallenge", "engine.TestRefusedTokenIsRenewedOnce", "auth/tokens.TestFiftyRefusedSendsRenewOnce"}},
		{"A25", "the clock jumps, the machine sleeps, a token is over on arrival", "a thousand sends, one refresh; an expired token is not used", jumpingClocks, []string{"auth/tokens.TestTS13Clocks"}},
		{"A26", "the server asks for time, with `Retry-After` in its forms", "it is left alone for as long as it says, by all processes, five minutes at the most", bubble(retryAfter), []string{"auth/tokens.TestServerAskingToWaitIsLeftAlone"}},
		{"A27", "the token has expired, and the server cannot be reached", "the request is not sent with the dead token; the failure is one of authorisation", bubble(deadToken), []string{"ui/cli.TestReadmeExitCodes"}},
		{"A58", "thousands of requests with tokens of five seconds, and a server that fails now and then", "every request carries a token that is valid, or fails because the server could not be reached", bubble(shortLives), []string{"ui/cli.TestTokensAreRenewedDuringARun"}},
	}
}

func fourHundredWait(t *testing.T) {
	for _, tt := range []struct {
		status int
		body   string
		kind   auth.Kind
	}{
		{500, `oops`, auth.KindUnreachable},
		{400, `{"error":"invalid_grant"}`, auth.KindNeedsLogin},
		{400, `{"error":"invalid_client"}`, auth.KindConfig},
	} {
		w := newWorld(tenant.Options{}, nil)
		c := person()
		w.get(t, c)
		w.expire()
		w.nobody()
		w.strike(tenant.Fault{Grant: "refresh_token", Delay: time.Second, Status: tt.status, Body: tt.body})
		var wg sync.WaitGroup
		for range 400 {
			wg.Go(func() {
				if _, err := w.Token(t.Context(), c); auth.KindOf(err) != tt.kind {
					t.Errorf("%s: error %v", tt.body, err)
				}
			})
		}
		wg.Wait()
		if n := w.asked("refresh_token"); n != 1 {
			t.Errorf("%s: %d requests", tt.body, n)
		}
	}
}

func faults(t *testing.T) {
	answered := func(status int) func(*world) {
		return func(w *world) { w.strike(tenant.Fault{Grant: "refresh_token", Status: status}) }
	}
	broken := func(err error) func(*world) { return func(w *world) { w.wire.fail(err) } }
	for name, breakIt := range map[string]func(w *world){
		"refused":        broken(&net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}),
		"no such host":   broken(&net.DNSError{Err: "no such host", Name: idpHost, IsNotFound: true}),
		"tls alert":      broken(tls.AlertError(40)),
		"reset":          broken(&net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}),
		"closed, unread": func(w *world) { w.strike(tenant.Fault{Grant: "refresh_token", Drop: true}) },
		"closed, done":   func(w *world) { w.strike(tenant.Fault{Grant: "refresh_token", After: true}) },
		"cut, done":      func(w *world) { w.wire.cut.Store(true) },
		"silence":        func(w *world) { w.strike(tenant.Fault{Grant: "refresh_token", Delay: time.Hour}) },
		"408":            answered(408), "429": answered(429), "500": answered(500), "502": answered(502), "503": answered(503), "504": answered(504),
	} {
		t.Run(name, bubble(func(t *testing.T) {
			// A server that forgives a refresh token used again within the hour:
			// where the answer got lost, nothing else can save the session.
			w := newWorld(tenant.Options{RefreshGrace: time.Hour}, nil)
			c := person()
			before := w.get(t, c)
			for range 5 {
				w.expire()
				w.nobody()
				before = w.stored(t, c)
				breakIt(w)
				_, err := w.Token(t.Context(), c)
				mustBe(t, err, auth.KindUnreachable)
				if s := w.stored(t, c); s.Refresh != before.Refresh || s.NeedsLogin {
					t.Errorf("stored %+v", s)
				}
				w.tenant.ClearFaults()
				w.wire.fail(nil)
				w.wire.cut.Store(false)
				pass(5 * time.Minute) // any pause is over
				w.get(t, c)
			}
		}))
	}
	t.Run("one answer lost", bubble(func(t *testing.T) {
		w := newWorld(tenant.Options{RefreshGrace: 30 * time.Second}, nil)
		c := person()
		w.get(t, c)
		w.expire()
		w.nobody()
		w.strike(tenant.Fault{Grant: "refresh_token", After: true, Times: 1})
		begun := time.Now()
		w.get(t, c) // nobody has to send again
		if took := time.Since(begun); took < 5*time.Second || took > 30*time.Second || w.asked("refresh_token") != 2 {
			t.Errorf("%d requests in %v: the first had no time to arrive, or the grace was missed", w.asked("refresh_token"), took)
		}
	}))
}

func scopeMissing(t *testing.T) {
	w, e := newAPI(t, time.Hour)
	c := machine("scope", "okta.users.read")
	for _, tt := range []struct {
		fault   tenant.Fault
		renewed int
	}{
		{tenant.Fault{Status: 403, Header: http.Header{"Www-Authenticate": {`Bearer error="insufficient_scope", scope="admin"`}}}, 0},
		{tenant.Fault{Status: 401, Header: http.Header{"Www-Authenticate": {`Bearer error="insufficient_scope", scope="admin"`}}}, 0},
		{tenant.Fault{Status: 403}, 0},
		{tenant.Fault{Status: 401, Header: http.Header{"Www-Authenticate": {`Bearer error="invalid_token"`}}}, 1},
		{tenant.Fault{Status: 401}, 1},
	} {
		before := w.asked("refresh_token")
		tt.fault.Path = "/api/"
		w.tenant.Fault(tt.fault)
		x, err := send(t, e, api, c)
		w.tenant.ClearFaults()
		if err != nil || x.Response.Status != tt.fault.Status || len(x.Hops) != tt.renewed {
			t.Fatalf("%+v: %+v, %v", tt.fault, x, err)
		}
		if n := w.asked("refresh_token") - before; n != tt.renewed {
			t.Errorf("%+v: %d refreshes", tt.fault, n)
		}
		pass(time.Minute)
	}
}

func jumpingClocks(t *testing.T) {
	t.Run("jump", bubble(jumpingClock))
	t.Run("dead on arrival", bubble(deadOnArrival))
}

func jumpingClock(t *testing.T) {
	for _, jump := range []time.Duration{-24 * time.Hour, -3 * time.Hour, -time.Hour, 8 * time.Hour, 365 * 24 * time.Hour} {
		w := newWorld(tenant.Options{Now: time.Now, RefreshTTL: 10 * 365 * 24 * time.Hour}, nil)
		c := person()
		w.get(t, c)
		w.nobody()
		w.clock.advance(jump)
		for range 1000 {
			if got := w.get(t, c); !got.Usable(w.clock.now()) {
				t.Fatalf("jump of %v: an expired token is used", jump)
			}
		}
		// What this process saw being born it need not refresh when the clock
		// goes back; one that has just begun must.
		if n := w.asked("refresh_token"); n > 1 || n == 0 && jump > 0 {
			t.Errorf("jump of %v: %d refreshes for a thousand sends", jump, n)
		}
		w.restart()
		w.nobody()
		for range 1000 {
			w.get(t, c)
		}
		if n := w.asked("refresh_token"); n != 1 {
			t.Errorf("jump of %v, after a restart: %d refreshes for a thousand sends", jump, n)
		}
	}
}

// deadOnArrival is a server whose clock is so wrong that its tokens are over
// when they come. They are sent all the same: the API knows better.
func deadOnArrival(t *testing.T) {
	w := newWorld(tenant.Options{}, nil)
	w.strike(tenant.Fault{Status: 200, Body: `{"access_token":"at","expires_in":-5}`})
	for range 1000 {
		w.get(t, machine())
	}
	if n := w.asked("client_credentials"); n != 1 {
		t.Errorf("%d token requests for a thousand sends", n)
	}
}

func retryAfter(t *testing.T) {
	for _, tt := range []struct {
		value string
		pause time.Duration // at least; 0 is none that was asked for
	}{
		{"120", 2 * time.Minute},
		{"date", time.Minute},
		{"1000000000", 5 * time.Minute},
		{"-5", 0},
		{"soon", 0},
		{"", 0},
	} {
		w := newWorld(tenant.Options{}, nil)
		c := person()
		w.get(t, c)
		w.expire()
		w.nobody()
		if tt.value == "date" {
			tt.value = w.clock.now().Add(time.Minute).UTC().Format(http.TimeFormat)
			tt.pause -= time.Second // a date has whole seconds
		}
		w.strike(tenant.Fault{Grant: "refresh_token", Status: 429, Header: http.Header{"Retry-After": {tt.value}}})
		for begun := time.Now(); time.Since(begun) < tt.pause; pass(10 * time.Second) {
			_, err := w.Token(t.Context(), c)
			mustBe(t, err, auth.KindUnreachable)
			if n := w.asked("refresh_token"); n != 1 {
				t.Fatalf("%q: asked %d times within %v", tt.value, n, time.Since(begun))
			}
			w.restart() // another process waits as well
			w.nobody()
		}
		w.tenant.ClearFaults()
		pass(5 * time.Minute)
		w.get(t, c)
	}
}

func deadToken(t *testing.T) {
	w, e := newAPI(t, time.Hour)
	c := machine("scope", "okta.users.read")
	if _, err := send(t, e, api, c); err != nil {
		t.Fatal(err)
	}
	w.expire()
	w.wire.fail(errors.New("connection refused"))
	before := len(w.tenant.Log())
	_, err := send(t, e, api, c)
	var failed *engine.Error
	if !errors.As(err, &failed) || failed.Stage != engine.StageAuthorize || auth.KindOf(err) != auth.KindUnreachable {
		t.Errorf("error %v", err)
	}
	// The same as seen by a postern that has just begun.
	w.restart()
	if got, err := w.Token(t.Context(), c); auth.KindOf(err) != auth.KindUnreachable || got.Access != "" {
		t.Errorf("%+v, %v", got, err)
	}
	if n := len(w.tenant.Log()); n != before {
		t.Errorf("%d requests went out", n-before)
	}
}

func shortLives(t *testing.T) {
	const runners, each = 4, 500
	w, e := newAPI(t, 5*time.Second)
	c := machine("scope", "okta.users.read")
	var unreachable atomic.Int64
	var wg sync.WaitGroup
	for range runners {
		wg.Go(func() {
			for i := range each {
				if i%70 == 0 {
					w.strike(tenant.Fault{Grant: "refresh_token", Status: 503, Times: 1})
				}
				x, err := send(t, e, api, c)
				switch {
				case err != nil && auth.KindOf(err) == auth.KindUnreachable:
					unreachable.Add(1)
				case err != nil || x.Response.Status != 200 || len(x.Hops) > 0:
					t.Errorf("%+v, %v", x, err)
				}
				pass(50 * time.Millisecond)
			}
		})
	}
	wg.Wait()
	if n := w.asked("refresh_token"); n < 5 || n > 100 || unreachable.Load() > runners*each/20 {
		t.Errorf("%d refreshes, %d of %d requests failed", n, unreachable.Load(), runners*each)
	}
}
