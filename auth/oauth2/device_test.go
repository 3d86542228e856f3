package oauth2_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/oauth2"
)

// script is a server that answers from lists, by path; the last answer stays.
type script struct {
	answers map[string][]wire

	mu    sync.Mutex
	forms map[string][]url.Values
	at    map[string][]time.Time
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.forms == nil {
		s.forms, s.at = map[string][]url.Values{}, map[string][]time.Time{}
	}
	path := r.URL.Path
	s.forms[path], s.at[path] = append(s.forms[path], form), append(s.at[path], time.Now())
	list := s.answers[path]
	if len(list) == 0 {
		return nil, errors.New("no such path")
	}
	w := list[min(len(s.forms[path]), len(list))-1]
	return (&w).RoundTrip(r)
}

// pauses are the times between the requests to path, the first since start.
func (s *script) pauses(start time.Time, path string) []time.Duration {
	var out []time.Duration
	for _, at := range s.at[path] {
		out = append(out, at.Sub(start))
		start = at
	}
	return out
}

// device is the config of a login by device code.
func device(pairs ...any) auth.Config {
	return config(append([]any{
		"grant_type", "device_code", "deviceUrl", "https://idp.test/device", "accessTokenUrl", "https://idp.test/t", "clientId", "id", "scope", "a b",
	}, pairs...)...)
}

// patient is a person who looks at the prompt and goes elsewhere.
func patient(see func(auth.Prompt)) prompter {
	return func(ctx context.Context, p auth.Prompt) (string, error) {
		if see != nil {
			see(p)
		}
		<-ctx.Done()
		return "", ctx.Err()
	}
}

const (
	coded   = `{"device_code":"dc-1","user_code":"ABCD-EFGH","verification_uri":"https://idp.test/activate","verification_uri_complete":"https://idp.test/activate?code=ABCD-EFGH","expires_in":58,"interval":5}`
	pending = `{"error":"authorization_pending"}`
)

func again(status int, body string) wire { return wire{status: status, body: body} }

// TestDevicePolling is 8628-1 to 8628-4: when is asked again, and when no more.
func TestDevicePolling(t *testing.T) {
	broken := wire{err: &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("no route")}}
	seconds := func(n ...int) []time.Duration {
		var out []time.Duration
		for _, s := range n {
			out = append(out, time.Duration(s)*time.Second)
		}
		return out
	}
	tests := []struct {
		name    string
		answers []wire
		pauses  []time.Duration
		kind    auth.Kind
		text    string
	}{
		{"at once", []wire{{body: good}}, seconds(5), "", ""},
		{"pending", []wire{again(400, pending), again(400, pending), {body: good}}, seconds(5, 5, 5), "", ""},
		{"pending in a 200", []wire{again(200, pending), {body: good}}, seconds(5, 5), "", ""},
		{"slow down for good", []wire{again(400, `{"error":"slow_down"}`), again(400, pending), {body: good}}, seconds(5, 10, 10), "", ""},
		{"slow down twice", []wire{again(400, `{"error":"slow_down"}`), again(400, `{"error":"slow_down"}`), {body: good}}, seconds(5, 10, 15), "", ""},
		{"503, then as before", []wire{again(503, ""), again(400, pending), {body: good}}, seconds(5, 10, 5), "", ""},
		{"503 with Retry-After", []wire{{status: 503, header: http.Header{"Retry-After": {"17"}}}, {body: good}}, seconds(5, 17), "", ""},
		{"network trouble backs off", []wire{broken, broken, {body: good}}, seconds(5, 10, 20), "", ""},
		{"network trouble to the end", []wire{broken}, seconds(5, 10, 20), auth.KindNeedsLogin, "the code was not entered in time"},
		{"pending to the end", []wire{again(400, pending)}, seconds(5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5), auth.KindNeedsLogin, "the code was not entered in time"},
		{"denied", []wire{again(400, `{"error":"access_denied"}`)}, seconds(5), auth.KindNeedsLogin, "the login was refused"},
		{"expired", []wire{again(400, `{"error":"expired_token"}`)}, seconds(5), auth.KindNeedsLogin, "the code was not entered in time"},
		{"unknown code", []wire{again(400, `{"error":"invalid_grant"}`)}, seconds(5), auth.KindNeedsLogin, "the server no longer knows the code"},
		{"client refused", []wire{again(401, `{"error":"invalid_client"}`)}, seconds(5), auth.KindConfig, "the server does not accept the client's id or secret"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := &script{answers: map[string][]wire{"/device": {{body: coded}}, "/t": tt.answers}}
				start := time.Now()
				got, err := oauth2.New(oauth2.Options{Transport: s}).Obtain(t.Context(), device(), patient(nil))
				if tt.kind == "" && (err != nil || got.Access != "at") {
					t.Fatalf("token %+v, %v", got, err)
				}
				if tt.kind != "" {
					if e := asError(t, err); e.Kind != tt.kind || e.Error() != tt.text || e.Hint == "" {
						t.Errorf("error %+v", e)
					}
				}
				if got := s.pauses(start, "/t"); !slices.Equal(got, tt.pauses) {
					t.Errorf("asked after %v, want %v", got, tt.pauses)
				}
				if form := s.forms["/t"][0]; form.Get("grant_type") != urn+"grant-type:device_code" || form.Get("device_code") != "dc-1" || form.Get("client_id") != "id" {
					t.Errorf("asked with %v", form)
				}
			})
		})
	}
}

// TestDeviceAnswers is A22: whatever the endpoint answers, nothing panics and
// the cadence is within its bounds.
func TestDeviceAnswers(t *testing.T) {
	with := func(more string) string {
		return `{"device_code":"dc","user_code":"UC","verification_uri":"https://idp.test/a"` + more + `}`
	}
	tests := []struct {
		name, body string
		pause      time.Duration // 0 for an answer nobody can use
		until      time.Duration
	}{
		{"interval missing", with(``), 5 * time.Second, 15 * time.Minute},
		{"interval null", with(`,"interval":null`), 5 * time.Second, 15 * time.Minute},
		{"interval -1", with(`,"interval":-1`), time.Second, 15 * time.Minute},
		{"interval 0", with(`,"interval":0`), time.Second, 15 * time.Minute},
		{"interval as text", with(`,"interval":"5"`), 5 * time.Second, 15 * time.Minute},
		{"interval 5.0", with(`,"interval":5.0`), 5 * time.Second, 15 * time.Minute},
		{"interval 2^40", with(`,"interval":1099511627776`), time.Minute, 15 * time.Minute},
		{"interval 1e400", with(`,"interval":1e400`), time.Minute, 15 * time.Minute},
		{"interval NaN", with(`,"interval":"NaN"`), 5 * time.Second, 15 * time.Minute},
		{"interval a list", with(`,"interval":[5]`), 5 * time.Second, 15 * time.Minute},
		{"lifetime as text", with(`,"expires_in":"600"`), 5 * time.Second, 10 * time.Minute},
		{"lifetime negative", with(`,"expires_in":-1`), 5 * time.Second, 15 * time.Minute},
		{"lifetime huge", with(`,"expires_in":1e300`), 5 * time.Second, time.Hour},
		{"numbers as codes", `{"device_code":1,"user_code":123456,"verification_uri":"https://idp.test/a"}`, 5 * time.Second, 15 * time.Minute},
		{"the draft's name of the page", `{"device_code":"dc","user_code":"UC","verification_url":"https://idp.test/a"}`, 5 * time.Second, 15 * time.Minute},
		{"complete page unusable", with(`,"verification_uri_complete":"javascript:alert(1)"`), 5 * time.Second, 15 * time.Minute},
		{"as a form", "device_code=dc&user_code=UC&verification_uri=https%3A%2F%2Fidp.test%2Fa", 5 * time.Second, 15 * time.Minute},
		{"null", `null`, 0, 0},
		{"nothing", ``, 0, 0},
		{"list", `[]`, 0, 0},
		{"no code", `{"user_code":"UC","verification_uri":"https://idp.test/a"}`, 0, 0},
		{"no user code", `{"device_code":"dc","verification_uri":"https://idp.test/a"}`, 0, 0},
		{"page of another scheme", `{"device_code":"dc","user_code":"UC","verification_uri":"javascript:alert(1)"}`, 0, 0},
		{"page with an escape", `{"device_code":"dc","user_code":"UC","verification_uri":"https://idp.test/\u001b[2J"}`, 0, 0},
		{"page with a hidden turn", `{"device_code":"dc","user_code":"UC","verification_uri":"https://idp\u202etset.test/"}`, 0, 0},
		{"page without a host", `{"device_code":"dc","user_code":"UC","verification_uri":"https:///a"}`, 0, 0},
		{"option as a page", `{"device_code":"dc","user_code":"UC","verification_uri":"-x"}`, 0, 0},
		{"web page", `<html>`, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := &script{answers: map[string][]wire{"/device": {{body: tt.body}}, "/t": {{body: good}}}}
				start := time.Now()
				_, err := oauth2.New(oauth2.Options{Transport: s}).Obtain(t.Context(), device(), patient(func(p auth.Prompt) {
					if tt.pause == 0 {
						t.Error("the person was asked")
					}
					if p.Way != auth.ByDevice || p.Page != "https://idp.test/a" || p.URL != p.Page || p.UserCode == "" || p.Until.Sub(start) != tt.until {
						t.Errorf("prompt %+v", p)
					}
				}))
				if tt.pause == 0 {
					if e := asError(t, err); e.Kind != auth.KindAnswer || e.Where != "deviceUrl" || e.Hint == "" {
						t.Errorf("error %+v", e)
					}
					return
				}
				if err != nil || !slices.Equal(s.pauses(start, "/t"), []time.Duration{tt.pause}) {
					t.Errorf("asked after %v, %v", s.pauses(start, "/t"), err)
				}
			})
		})
	}
}

func TestDevicePrompt(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := &script{answers: map[string][]wire{"/device": {{body: coded}}, "/t": {{body: good}}}}
		var seen auth.Prompt
		c := device("tokenName", "mine", "clientSecret", "s", "audience", "api", "authRequestParams", rows("x", "1", "request_body", "y", "2", ""))
		if _, err := oauth2.New(oauth2.Options{Transport: s}).Obtain(t.Context(), c, patient(func(p auth.Prompt) { seen = p })); err != nil {
			t.Fatal(err)
		}
		synctest.Wait() // the person has looked
		want := auth.Prompt{
			TokenName: "mine", Way: auth.ByDevice, URL: "https://idp.test/activate?code=ABCD-EFGH", Page: "https://idp.test/activate",
			UserCode: "ABCD-EFGH", Until: seen.Until,
		}
		if seen != want {
			t.Errorf("prompt %+v", seen)
		}
		if got := s.forms["/device"][0].Encode(); got != "audience=api&scope=a+b&x=1&y=2" {
			t.Errorf("asked with %s", got)
		}
	})
}

func TestDeviceLoginEndsAtOnce(t *testing.T) {
	tests := []struct {
		name   string
		person func(cancel func()) prompter
		kind   auth.Kind
	}{
		{"escape", func(func()) prompter {
			return func(context.Context, auth.Prompt) (string, error) {
				time.Sleep(12 * time.Second)
				return "", context.Canceled
			}
		}, auth.KindCancelled},
		{"cancelled from outside", func(cancel func()) prompter {
			return func(ctx context.Context, _ auth.Prompt) (string, error) {
				time.Sleep(12 * time.Second)
				cancel()
				<-ctx.Done()
				return "", ctx.Err()
			}
		}, auth.KindCancelled},
		{"nobody there", func(func()) prompter {
			return func(context.Context, auth.Prompt) (string, error) {
				time.Sleep(12 * time.Second)
				return "", &auth.Error{Kind: auth.KindNeedsLogin, Summary: "no terminal"}
			}
		}, auth.KindNeedsLogin},
	}
	for _, tt := range tests {
		for _, hanging := range []bool{false, true} {
			t.Run(tt.name, func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					s := &script{answers: map[string][]wire{"/device": {{body: coded}}, "/t": {again(400, pending)}}}
					var transport http.RoundTripper = s
					if hanging { // the cancellation comes in the middle of a request
						transport = roundTripper(func(r *http.Request) (*http.Response, error) {
							if r.URL.Path == "/t" {
								return silent{}.RoundTrip(r)
							}
							return s.RoundTrip(r)
						})
					}
					ctx, cancel := context.WithCancel(t.Context())
					defer cancel()
					start := time.Now()
					_, err := oauth2.New(oauth2.Options{Transport: transport}).Obtain(ctx, device(), tt.person(cancel))
					if e := asError(t, err); e.Kind != tt.kind || time.Since(start) != 12*time.Second {
						t.Errorf("error %v after %s", e, time.Since(start))
					}
				})
			})
		}
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Who closes the prompt without a word may still enter the code.
func TestDeviceLoginGoesOnWithoutItsPrompt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: map[string][]wire{"/device": {{body: coded}}, "/t": {again(400, pending), {body: good}}}}
		got, err := oauth2.New(oauth2.Options{Transport: s}).Obtain(t.Context(), device(), prompter(func(context.Context, auth.Prompt) (string, error) { return "", nil }))
		if err != nil || got.Access != "at" || !strings.HasPrefix(got.Scope, "a") {
			t.Errorf("token %+v, %v", got, err)
		}
	})
}
