package oauth2_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/oauth2"
)

// person is the config of a login; pairs change it.
func person(pairs ...any) auth.Config {
	return config(append([]any{
		"grant_type", "authorization_code_with_pkce", "authUrl", "https://idp.test/authorize?tenant=1#x", "accessTokenUrl", "https://idp.test/t",
		"clientId", "id", "scope", "openid a",
	}, pairs...)...)
}

// browser visits addresses without following redirects.
type browser struct {
	t      *testing.T
	client *http.Client
}

// newBrowser returns a browser on n, or on the machine's own network.
func newBrowser(t *testing.T, n *network) browser {
	t.Helper()
	transport := &http.Transport{DisableKeepAlives: true}
	if n != nil {
		transport.DialContext = n.dial
	}
	return browser{t, &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

func (b browser) do(method, address string, body string, change func(*http.Request)) *http.Response {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if change != nil {
		change(r)
	}
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Errorf("%s %s: %v", method, address, err)
		return &http.Response{Header: http.Header{}, Body: http.NoBody}
	}
	b.t.Cleanup(func() { _ = resp.Body.Close() }) // it was only read
	return resp
}

func (b browser) get(address string) *http.Response {
	b.t.Helper()
	return b.do(http.MethodGet, address, "", nil)
}

// visit is what a test does while the login waits. Values are the query of
// the authorization request.
type visit func(p auth.Prompt, sent url.Values)

// logIn runs a login of c on n in which the person does what visit does, and
// returns when both are over.
func logIn(t *testing.T, c auth.Config, n *network, visit visit) (auth.Token, *wire, error) {
	t.Helper()
	w := &wire{body: good}
	var visiting sync.WaitGroup
	defer visiting.Wait()
	got, err := oauth2.New(oauth2.Options{Transport: w, Listen: n.listen}).Obtain(t.Context(), c, prompter(func(ctx context.Context, p auth.Prompt) (string, error) {
		visiting.Add(1)
		defer visiting.Done()
		u, err := url.Parse(p.URL)
		if err != nil {
			return "", err
		}
		visit(p, u.Query())
		<-ctx.Done()
		return "", ctx.Err()
	}))
	return got, w, err
}

func answer(pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return "?" + v.Encode()
}

func TestCallbackServer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n := newNetwork()
		b := newBrowser(t, n)
		got, w, err := logIn(t, person(), n, func(p auth.Prompt, sent url.Values) {
			right := p.Redirect + answer("state", sent.Get("state"), "code", "c1")
			if !p.Listening || !strings.HasPrefix(p.Redirect, "http://127.0.0.1:") || !strings.HasSuffix(p.Redirect, "/callback") {
				t.Errorf("prompt %+v", p)
			}
			base := strings.TrimSuffix(p.Redirect, "/callback")
			for i := range 100 { // it waits on, however often somebody guesses
				if resp := b.get(p.Redirect + answer("state", fmt.Sprint(sent.Get("state"), i), "code", "evil")); resp.StatusCode != 400 {
					t.Errorf("guess %d: status %d", i, resp.StatusCode)
				}
			}
			for _, tt := range []struct {
				name, method, address, body string
				change                      func(*http.Request)
				status                      int
			}{
				{"favicon", "GET", base + "/favicon.ico", "", nil, 404},
				{"last page too early", "GET", base + "/done", "", nil, 404},
				{"relay without a fragment grant", "POST", base + "/relay", "", nil, 404},
				{"foreign name", "GET", right, "", func(r *http.Request) { r.Host = "evil.test" }, 421},
				{"other port", "GET", right, "", func(r *http.Request) { r.Host = "127.0.0.1:1" }, 421},
				{"localhost", "GET", right, "", func(r *http.Request) { r.Host = strings.Replace(r.Host, "127.0.0.1", "localhost", 1) }, 421},
				{"other method", "PUT", right, "", nil, 405},
				{"no state", "GET", p.Redirect + "?code=evil", "", nil, 400},
				{"wrong state", "GET", p.Redirect + answer("state", "guess", "code", "evil"), "", nil, 400},
				{"error with a wrong state", "GET", p.Redirect + answer("state", "guess", "error", "access_denied"), "", nil, 400},
				{"script in an error", "GET", p.Redirect + answer("state", "guess", "error", "<script>alert(1)</script>"), "", nil, 400},
				{"state in the query of a form", "POST", right, "code=evil", nil, 400},
				{"large form", "POST", p.Redirect, "x=" + strings.Repeat("x", 70<<10), nil, 413},
				{"large header", "GET", right, "", func(r *http.Request) { r.Header.Set("X", strings.Repeat("x", 32<<10)) }, 431},
				{"right", "GET", right, "", nil, 303},
				{"right once more", "GET", right, "", nil, 410},
				{"last page", "GET", base + "/done", "", nil, 200},
			} {
				resp := b.do(tt.method, tt.address, tt.body, tt.change)
				if resp.StatusCode != tt.status {
					t.Errorf("%s: status %d, want %d", tt.name, resp.StatusCode, tt.status)
				}
				if page, _ := io.ReadAll(resp.Body); strings.Contains(string(page), "script") || strings.Contains(string(page), "evil") {
					t.Errorf("%s: the page repeats what was sent: %s", tt.name, page)
				}
				h := resp.Header
				if tt.status != 431 && (h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" ||
					h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Content-Security-Policy") != "default-src 'none'; frame-ancestors 'none'") {
					t.Errorf("%s: headers %v", tt.name, h)
				}
				if tt.status == 303 && h.Get("Location") != "/done" {
					t.Errorf("redirected to %s", h.Get("Location"))
				}
			}
		})
		if err != nil || got.Access != "at" || got.Refresh != "rt" || got.Scope != "a" {
			t.Fatalf("token %+v, %v", got, err)
		}
		form, _ := url.ParseQuery(w.bodies[0])
		if form.Get("code") != "c1" {
			t.Errorf("exchanged %s", w.bodies[0])
		}
	})
}

// A program that ends as soon as it has the token must not take the last page
// away from the browser, and not wait for one that never comes.
func TestSettleWaitsForTheBrowser(t *testing.T) {
	for _, tt := range []struct {
		name   string
		pasted bool
		// comes is when the browser fetches the last page; 0 is never.
		comes, want time.Duration
	}{
		{name: "it comes", comes: 300 * time.Millisecond, want: 300 * time.Millisecond},
		{name: "it never comes", want: time.Second},
		{name: "the address was pasted", pasted: true, want: 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				n := newNetwork()
				b := newBrowser(t, n)
				cl := oauth2.New(oauth2.Options{Transport: &wire{body: good}, Listen: n.listen})
				var fetch func()
				_, err := cl.Obtain(t.Context(), person(), prompter(func(ctx context.Context, p auth.Prompt) (string, error) {
					u, err := url.Parse(p.URL)
					right := p.Redirect + answer("state", u.Query().Get("state"), "code", "c1")
					if tt.pasted {
						return right, err
					}
					b.get(right)
					fetch = func() { b.get(strings.TrimSuffix(p.Redirect, "/callback") + "/done") }
					<-ctx.Done()
					return "", err
				}))
				if err != nil {
					t.Fatal(err)
				}
				synctest.Wait() // the browser has its answer
				start := time.Now()
				if tt.comes > 0 {
					time.AfterFunc(tt.comes, fetch)
				}
				cl.Settle(t.Context())
				if took := time.Since(start).Round(10 * time.Millisecond); took != tt.want { // closing a server takes its turns
					t.Errorf("it waited %v, want %v", took, tt.want)
				}
			})
		})
	}
}

func TestCodeExchangeMatchesTheAuthorizationRequest(t *testing.T) {
	c := person("clientSecret", "s", "client_authentication", "body", "state", "mine", "audience", "api",
		"authRequestParams", rows("prompt", "login", "request_url", "scope", "other", "request_url", "state", "evil", "request_url", "h", "1", "request_header"),
		"tokenRequestParams", rows("t", "1", "request_body"))
	var sent url.Values
	var prompt auth.Prompt
	var call auth.TokenCall
	w := &wire{body: good}
	ctx := auth.WithTrace(t.Context(), func(c auth.TokenCall) { call = c })
	_, err := oauth2.New(oauth2.Options{Transport: w}).Obtain(ctx, c, prompter(func(_ context.Context, p auth.Prompt) (string, error) {
		u, err := url.Parse(p.URL)
		sent, prompt = u.Query(), p
		return p.Redirect + answer("state", sent.Get("state"), "code", "c1"), err
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"tenant": {"1"}, "response_type": {"code"}, "client_id": {"id"}, "redirect_uri": {prompt.Redirect}, "scope": {"other"},
		"state": sent["state"], "code_challenge": sent["code_challenge"], "code_challenge_method": {"S256"}, "audience": {"api"}, "prompt": {"login"},
	}
	if sent.Encode() != want.Encode() || strings.Contains(prompt.URL, "#") {
		t.Errorf("sent %s\nwant %s", sent.Encode(), want.Encode())
	}
	if state := sent.Get("state"); !strings.HasPrefix(state, "mine.") || len(state) < len("mine.")+22 {
		t.Errorf("state %q lacks its front or its randomness", state)
	}
	form, _ := url.ParseQuery(w.bodies[0])
	verifier := form.Get("code_verifier")
	if len(verifier) < 43 {
		t.Errorf("verifier %q is too short", verifier)
	}
	wantBody := "grant_type=authorization_code&code=c1&redirect_uri=" + url.QueryEscape(prompt.Redirect) +
		"&code_verifier=" + verifier + "&audience=api&client_id=id&client_secret=s&t=1"
	if w.bodies[0] != wantBody {
		t.Errorf("exchanged %s\nwant      %s", w.bodies[0], wantBody)
	}
	if len(call.Warnings) != 2 {
		t.Errorf("warnings %q, want one for each parameter that was not sent", call.Warnings)
	}
}

func TestPKCE(t *testing.T) {
	long := strings.Repeat("v", 43)
	tests := []struct {
		name                        string
		pairs                       []any
		method, challenge, verifier string
	}{
		{"vector of RFC 7636", []any{"code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"}, "S256", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"},
		{"plain", []any{"challengeAlgorithm", "plain", "code_verifier", long}, "plain", long, long},
		{"on for the plain code grant", []any{"grant_type", "authorization_code", "code_verifier", long}, "S256", "7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM", long},
		{"off", []any{"grant_type", "authorization_code", "usePkce", false, "code_verifier", long}, "", "", ""},
		{"not off by an old flag", []any{"usePkce", false, "code_verifier", long}, "S256", "7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM", long},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := newNetwork()
			b := newBrowser(t, n)
			var challenge, method string
			_, w, err := logIn(t, person(tt.pairs...), n, func(p auth.Prompt, sent url.Values) {
				challenge, method = sent.Get("code_challenge"), sent.Get("code_challenge_method")
				b.get(p.Redirect + answer("state", sent.Get("state"), "code", "c"))
			})
			if err != nil {
				t.Fatal(err)
			}
			form, _ := url.ParseQuery(w.bodies[0])
			if method != tt.method || form.Get("code_verifier") != tt.verifier || challenge != tt.challenge {
				t.Errorf("method %q, challenge %q, verifier %q", method, challenge, form.Get("code_verifier"))
			}
		})
	}
}

func TestOneOfAHundredCallbacksCounts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n := newNetwork()
		b := newBrowser(t, n)
		counts := map[int]int{}
		_, w, err := logIn(t, person(), n, func(p auth.Prompt, sent url.Values) {
			var wg sync.WaitGroup
			var mu sync.Mutex
			seats := make(chan struct{}, 8) // the server has 32
			for i := range 100 {
				wg.Go(func() {
					seats <- struct{}{}
					defer func() { <-seats }()
					resp := b.get(p.Redirect + answer("state", sent.Get("state"), "code", fmt.Sprint("c", i)))
					mu.Lock()
					counts[resp.StatusCode]++
					mu.Unlock()
				})
			}
			wg.Wait()
		})
		if err != nil || counts[303] != 1 || counts[410] != 99 || len(w.requests) != 1 {
			t.Errorf("answers %v, %d exchanges, %v", counts, len(w.requests), err)
		}
	})
}

func TestPortIsFreeAfterwards(t *testing.T) {
	tests := []struct {
		name  string
		visit func(b browser, p auth.Prompt, sent url.Values, cancel func())
		kind  auth.Kind
		most  time.Duration
	}{
		{"the last page was fetched", func(b browser, p auth.Prompt, sent url.Values, _ func()) {
			resp := b.get(p.Redirect + answer("state", sent.Get("state"), "code", "c"))
			b.get(strings.TrimSuffix(p.Redirect, "/callback") + resp.Header.Get("Location"))
		}, "", 0},
		{"it was not", func(b browser, p auth.Prompt, sent url.Values, _ func()) {
			b.get(p.Redirect + answer("state", sent.Get("state"), "code", "c"))
		}, "", time.Second},
		{"cancelled", func(_ browser, _ auth.Prompt, _ url.Values, cancel func()) { cancel() }, auth.KindCancelled, 0},
		{"nobody came", func(browser, auth.Prompt, url.Values, func()) {}, auth.KindNeedsLogin, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				n := newNetwork()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				visited := make(chan struct{})
				cl := oauth2.New(oauth2.Options{Transport: &wire{body: good}, Listen: n.listen})
				_, err := cl.Obtain(ctx, person(), prompter(func(ctx context.Context, p auth.Prompt) (string, error) {
					defer close(visited)
					u, err := url.Parse(p.URL)
					if left := time.Until(p.Until); left != 5*time.Minute {
						t.Errorf("the prompt gives %s", left)
					}
					tt.visit(newBrowser(t, n), p, u.Query(), cancel)
					<-ctx.Done()
					return "", err
				}))
				if auth.KindOf(err) != tt.kind {
					t.Errorf("error %v", err)
				}
				<-visited
				start := time.Now()
				<-n.closed
				if d := time.Since(start); d > tt.most {
					t.Errorf("the port was open for another %s", d)
				}
			})
		})
	}
}

func TestFormPostAndImplicit(t *testing.T) {
	t.Run("form_post", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			n := newNetwork()
			b := newBrowser(t, n)
			_, w, err := logIn(t, person(), n, func(p auth.Prompt, sent url.Values) {
				b.do("POST", p.Redirect, answer("state", sent.Get("state"), "code", "posted")[1:], func(r *http.Request) { r.Header.Set("Origin", "https://idp.test") })
			})
			if err != nil || !strings.Contains(w.bodies[0], "code=posted") {
				t.Errorf("error %v", err)
			}
		})
	})
	t.Run("implicit", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			n := newNetwork()
			b := newBrowser(t, n)
			got, w, err := logIn(t, person("grant_type", "implicit"), n, func(p auth.Prompt, sent url.Values) {
				if sent.Get("response_type") != "id_token token" || sent.Get("nonce") == "" || sent.Has("code_challenge") {
					t.Errorf("sent %v", sent)
				}
				resp := b.get(p.Redirect)
				page, _ := io.ReadAll(resp.Body)
				_, rest, _ := strings.Cut(string(page), "relay_nonce=")
				nonce, _, _ := strings.Cut(rest, `"`)
				base := strings.TrimSuffix(p.Redirect, "/callback")
				form := answer("state", sent.Get("state"), "access_token", "a t"[:1], "expires_in", "60", "relay_nonce", nonce)[1:]
				own := func(r *http.Request) { r.Header.Set("Origin", base) }
				for _, tt := range []struct {
					name, body string
					change     func(*http.Request)
					status     int
				}{
					{"foreign page", form, func(r *http.Request) { r.Header.Set("Origin", "https://evil.test") }, 403},
					{"no nonce", strings.Replace(form, nonce, "x", 1), own, 400},
					{"own page", form, own, 303},
				} {
					if resp := b.do("POST", base+"/relay", tt.body, tt.change); resp.StatusCode != tt.status {
						t.Errorf("%s: status %d, want %d", tt.name, resp.StatusCode, tt.status)
					}
				}
				if csp := resp.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'sha256-") {
					t.Errorf("policy %q", csp)
				}
			})
			if err != nil || got.Access != "a" || got.Expiry.Sub(got.Obtained) != time.Minute || got.Scope != "openid a" || len(w.requests) != 0 {
				t.Errorf("token %+v after %d token requests, %v", got, len(w.requests), err)
			}
		})
	})
}

func TestSlowClientIsCutOff(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n := newNetwork()
		_, _, err := logIn(t, person(), n, func(p auth.Prompt, sent url.Values) {
			start := time.Now()
			c, err := n.dial(t.Context(), "", "")
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := io.WriteString(c, "GET /callback?code=half"); err != nil {
				t.Error(err)
			}
			_, _ = io.ReadAll(c) // it ends when the server does
			if d := time.Since(start); d > 6*time.Second {
				t.Errorf("a half request held its place for %s", d)
			}
			newBrowser(t, n).get(p.Redirect + answer("state", sent.Get("state"), "code", "c"))
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestTooManyConnectionsAreTurnedAway(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n := newNetwork()
		_, _, err := logIn(t, person(), n, func(p auth.Prompt, sent url.Values) {
			for i := range 33 {
				c, err := n.dial(t.Context(), "", "")
				if err != nil {
					t.Error(err)
					return
				}
				synctest.Wait()
				_, err = c.Write([]byte("G"))
				if (err == nil) != (i < 32) {
					t.Errorf("connection %d: %v", i+1, err)
				}
			}
			time.Sleep(10 * time.Second) // the idle ones are cut off
			newBrowser(t, n).get(p.Redirect + answer("state", sent.Get("state"), "code", "c"))
		})
		if err != nil {
			t.Error(err)
		}
	})
}
