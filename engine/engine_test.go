package engine_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"go.uber.org/goleak"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/vars"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noProxy keeps the tests to the machine whatever the environment says.
func noProxy(*http.Request) (*url.URL, error) { return nil, nil }

func newEngine(t *testing.T, o engine.Options) *engine.Engine {
	t.Helper()
	if o.Proxy == nil {
		o.Proxy = noProxy
	}
	e := engine.New(o)
	t.Cleanup(e.Close)
	return e
}

// job is a request with an environment of name-value pairs.
func job(method, address string, env ...string) collection.Job {
	l := vars.Layer{Scope: vars.Environment, Name: "dev"}
	for i := 0; i < len(env); i += 2 {
		l.Vars = append(l.Vars, vars.Var{Name: env[i], Value: env[i+1], Secret: env[i] == "secret"})
	}
	return collection.Job{
		ID: "1", Request: collection.Request{Method: method, URL: collection.ParseURL(address)}, Scopes: vars.NewSet(l),
	}
}

func withHeaders(j collection.Job, pairs ...string) collection.Job {
	for i := 0; i < len(pairs); i += 2 {
		j.Request.Headers = append(j.Request.Headers, collection.Param{Key: pairs[i], Value: pairs[i+1]})
	}
	return j
}

func withBody(j collection.Job, language, text string) collection.Job {
	j.Request.Body = collection.Body{Mode: "raw", Language: language, Raw: text}
	return j
}

func withBehavior(j collection.Job, pairs ...any) collection.Job {
	j.Behavior = map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		j.Behavior[pairs[i].(string)] = pairs[i+1]
	}
	return j
}

func withAuth(j collection.Job, typ string, pairs ...string) collection.Job {
	j.Auth = auth.Config{Type: typ}
	for i := 0; i < len(pairs); i += 2 {
		j.Auth = j.Auth.Set(pairs[i], pairs[i+1])
	}
	return j
}

// must sends a job that has to succeed.
func must(t *testing.T, e *engine.Engine, j collection.Job) *engine.Exchange {
	t.Helper()
	x, err := e.Send(t.Context(), j, nil)
	if err != nil {
		t.Fatalf("Send %s %s: %v", j.Request.Method, j.Request.URL, err)
	}
	return x
}

// mustFail sends a job that has to fail and returns the error.
func mustFail(t *testing.T, e *engine.Engine, j collection.Job) (*engine.Exchange, *engine.Error) {
	t.Helper()
	x, err := e.Send(t.Context(), j, nil)
	var ee *engine.Error
	if !errors.As(err, &ee) {
		t.Fatalf("Send %s %s: error %v, want an *engine.Error", j.Request.Method, j.Request.URL, err)
	}
	return x, ee
}

func text(t *testing.T, x *engine.Exchange) string {
	t.Helper()
	p, err := x.Response.Body.Bytes(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	return string(p)
}

func serve(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func TestSend(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Path", r.URL.RequestURI())
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write([]byte("hello " + r.Header.Get("X-Name")))
	})
	e := newEngine(t, engine.Options{})
	var phases []engine.Phase
	j := withHeaders(job("GET", "{{url}}/a b?x={{nope}}", "url", s.URL, "secret", "s3cr3t"), "X-Name", "{{secret}}")
	x, err := e.Send(context.Background(), j, func(ev engine.Event) {
		if n := len(phases); n == 0 || phases[n-1] != ev.Phase {
			phases = append(phases, ev.Phase)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if x.Response.Status != 418 || x.Response.Reason != "I'm a teapot" || text(t, x) != "hello s3cr3t" {
		t.Errorf("answer %d %q %q", x.Response.Status, x.Response.Reason, text(t, x))
	}
	if got := x.Response.Header.Get("X-Path"); got != "/a%20b?x={{nope}}" {
		t.Errorf("target %s", got)
	}
	if len(x.Missing) != 1 || x.Missing[0] != "nope" || len(x.Warnings) != 1 || x.Warnings[0] != "{{nope}} in the URL is not set" {
		t.Errorf("missing %q, warnings %q", x.Missing, x.Warnings)
	}
	want := []engine.Phase{engine.PhaseConnecting, engine.PhaseWaiting, engine.PhaseHeaders, engine.PhaseReceiving, engine.PhaseDone}
	if len(phases) != len(want) {
		t.Errorf("phases %v, want %v", phases, want)
	}
	if got := x.Redactor().Text(text(t, x)); got != "hello "+auth.Mask {
		t.Errorf("masked body %q", got)
	}
	if x.Timing.Total <= 0 || x.Timing.Connect <= 0 || x.Sent.Remote == "" || x.Sent.Proto != "HTTP/1.1" {
		t.Errorf("timing %+v, remote %q, proto %q", x.Timing, x.Sent.Remote, x.Sent.Proto)
	}
}
