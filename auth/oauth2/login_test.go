package oauth2_test

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"postern/auth"
	"postern/auth/oauth2"
)

const postman = "https://oauth.pstmn.io/v1/callback"

func TestRedirectPlans(t *testing.T) {
	const port = "4711"
	// One client, so that logins with the same port follow each other closely.
	w, house := &wire{body: good}, &ports{next: 5000, open: map[string]*network{}}
	cl := oauth2.New(oauth2.Options{Transport: w, Listen: house.listen})
	tests := []struct {
		name, redirect, want string
		listening            bool
	}{
		{"none", "", "http://127.0.0.1:*/callback", true},
		{"fixed port", "http://127.0.0.1:" + port + "/cb?x=1", "http://127.0.0.1:" + port + "/cb?x=1", true},
		{"localhost, open port", "http://localhost/cb", "http://localhost:*/cb", true},
		{"localhost, no path", "http://localhost:" + port, "http://localhost:" + port, true},
		{"path of the last page", "http://127.0.0.1/done", "http://127.0.0.1:*/done", true},
		{"postman", postman, postman, false},
		{"https loopback", "https://127.0.0.1:8443/cb", "https://127.0.0.1:8443/cb", false},
		{"own scheme", "myapp:/cb", "myapp:/cb", false},
		{"foreign http", "http://app.test/cb", "http://app.test/cb", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBrowser(t, nil)
			b.client.Transport = &http.Transport{DisableKeepAlives: true, DialContext: house.dial}
			_, err := logInOrPaste(t, cl, person("redirect_uri", tt.redirect, "useBrowser", true), func(p auth.Prompt, back string) string {
				if before, after, _ := strings.Cut(tt.want, "*"); p.Listening != tt.listening || !strings.HasPrefix(p.Redirect, before) || !strings.HasSuffix(p.Redirect, after) {
					t.Errorf("prompt %+v", p)
				}
				if !p.Listening {
					return back
				}
				if resp := b.get(back); resp.StatusCode != 303 {
					t.Errorf("status %d", resp.StatusCode)
				}
				return ""
			})
			if err != nil {
				t.Fatal(err)
			}
			form, _ := url.ParseQuery(w.bodies[len(w.bodies)-1])
			if got := form.Get("redirect_uri"); tt.redirect != "" && !strings.Contains(tt.want, "*") && got != tt.redirect {
				t.Errorf("exchanged with redirect_uri %s, want it as configured", got)
			}
		})
	}
}

// logInOrPaste runs a login in which the person is shown p and the address the
// server sends the browser to, and pastes what f returns.
func logInOrPaste(t *testing.T, cl *oauth2.Client, c auth.Config, f func(p auth.Prompt, back string) string) (auth.Token, error) {
	t.Helper()
	var asking sync.WaitGroup
	defer asking.Wait()
	return cl.Obtain(t.Context(), c, prompter(func(_ context.Context, p auth.Prompt) (string, error) {
		asking.Add(1)
		defer asking.Done()
		u, err := url.Parse(p.URL)
		if err != nil {
			return "", err
		}
		glue := "?"
		if strings.Contains(p.Redirect, "?") {
			glue = "&"
		}
		return f(p, p.Redirect+glue+answer("state", u.Query().Get("state"), "code", "c/1")[1:]), nil
	}))
}

// ports are those of a machine that nobody else is on: one that was free a moment
// ago is still free.
type ports struct {
	mu   sync.Mutex
	next int
	open map[string]*network
}

func (p *ports) listen(_, address string) (net.Listener, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if port == "0" {
		p.next++
		port = strconv.Itoa(p.next)
	}
	address = net.JoinHostPort(host, port)
	if p.open[address] != nil {
		return nil, &net.OpError{Op: "listen", Net: "tcp", Err: syscall.EADDRINUSE}
	}
	n := newNetwork()
	n.address.IP = net.ParseIP(host)
	n.address.Port, err = strconv.Atoi(port)
	end := n.end
	n.end = func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if end(); p.open[address] == n {
			delete(p.open, address)
		}
	}
	p.open[address] = n
	return n, err
}

func (p *ports) dial(ctx context.Context, network, address string) (net.Conn, error) {
	p.mu.Lock()
	n := p.open[strings.Replace(address, "localhost", "127.0.0.1", 1)]
	p.mu.Unlock()
	if n == nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
	}
	return n.dial(ctx, network, address)
}

func TestBusyPortIsAnError(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }() // it only kept the port
	_, port, _ := net.SplitHostPort(l.Addr().String())
	_, err = logInOrPaste(t, client(&wire{}), person("redirect_uri", "http://127.0.0.1:"+port+"/cb"), func(auth.Prompt, string) string {
		t.Error("the person was asked")
		return ""
	})
	if e := asError(t, err); e.Kind != auth.KindConfig || e.Summary != "port "+port+", where the login comes back to, is in use" || e.Hint == "" {
		t.Errorf("error %+v", e)
	}
}

func TestPaste(t *testing.T) {
	noPKCE := person("redirect_uri", postman, "grant_type", "authorization_code", "usePkce", false)
	withPKCE := person("redirect_uri", postman)
	tests := []struct {
		name    string
		config  auth.Config
		text    func(back string) string
		code    string
		problem string
	}{
		{"whole address", noPKCE, func(b string) string { return b }, "c/1", ""},
		{"query", noPKCE, func(b string) string { return b[strings.Index(b, "?"):] }, "c/1", ""},
		{"query without its mark", noPKCE, func(b string) string { return b[strings.Index(b, "?")+1:] }, "c/1", ""},
		{"fragment", noPKCE, func(b string) string { return strings.Replace(b, "?", "#", 1) }, "c/1", ""},
		{"bracketed and broken over lines", noPKCE, func(b string) string { return "\x1b[200~ <" + b[:30] + "\r\n" + b[30:] + ">\n\x1b[201~" }, "c/1", ""},
		{"bare code with PKCE", withPKCE, func(string) string { return "4%2F0A==" }, "4/0A==", ""},
		{"address without state with PKCE", withPKCE, func(string) string { return postman + "?code=x" }, "x", ""},
		{"bare code without PKCE", noPKCE, func(string) string { return "4/0A" }, "", "no state"},
		{"address without state, no PKCE", noPKCE, func(string) string { return postman + "?code=x" }, "", "no state"},
		{"wrong state", withPKCE, func(string) string { return postman + "?code=x&state=evil" }, "", "another login"},
		{"wrong state beside a bad escape", withPKCE, func(string) string { return "?code=x&state=evil&z=%zz" }, "", "another login"},
		{"empty", withPKCE, func(string) string { return " " }, "", "nothing usable"},
		{"marks of a terminal only", withPKCE, func(string) string { return "\x1b[200~\x1b[201~\x1b" }, "", "nothing usable"},
		{"binary", withPKCE, func(string) string { return "\x00\xff\xfe<>" }, "", "nothing usable"},
		{"address only", withPKCE, func(string) string { return postman }, "", "nothing usable"},
		{"prose", withPKCE, func(string) string { return "it does not work" }, "", "nothing usable"},
		{"a megabyte", withPKCE, func(string) string { return strings.Repeat("x", 1<<20) }, "", "too long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			asked := 0
			w := &wire{body: good}
			_, err := logInOrPaste(t, client(w), tt.config, func(p auth.Prompt, back string) string {
				if asked++; asked == 1 {
					return tt.text(back)
				}
				if tt.problem == "" || !strings.Contains(p.Problem, tt.problem) {
					t.Errorf("asked again: %q, want %q", p.Problem, tt.problem)
				}
				return back
			})
			if err != nil {
				t.Fatal(err)
			}
			form, _ := url.ParseQuery(w.bodies[0])
			if tt.problem == "" && (asked != 1 || form.Get("code") != tt.code) {
				t.Errorf("asked %d times, code %q", asked, form.Get("code"))
			}
			if tt.problem != "" && asked != 2 {
				t.Errorf("asked %d times", asked)
			}
		})
	}
}

func TestLoginsThatFail(t *testing.T) {
	state := func(back string) string { u, _ := url.Parse(back); return u.Query().Get("state") }
	tests := []struct {
		name  string
		paste func(back string) (string, error)
		kind  auth.Kind
		text  string
	}{
		{"denied", func(b string) (string, error) {
			return postman + answer("error", "access_denied", "error_description", "not\x1b[2Jyou", "state", state(b)), nil
		}, auth.KindNeedsLogin, "the login was refused: not [2Jyou"},
		{"wrong scope", func(b string) (string, error) {
			return postman + answer("error", "invalid_scope", "state", state(b)), nil
		}, auth.KindConfig, "the server does not grant this scope"},
		{"own error", func(b string) (string, error) {
			return postman + answer("error", "odd", "state", state(b)), nil
		}, auth.KindNeedsLogin, "the login was refused: odd"},
		{"token in place of a code", func(b string) (string, error) {
			return postman + answer("access_token", "t", "state", state(b)), nil
		}, auth.KindAnswer, "the server sent the browser back without a code"},
		{"escape", func(string) (string, error) { return "", context.Canceled }, auth.KindCancelled, "the login was cancelled: context canceled"},
		{"nobody there", func(string) (string, error) {
			return "", &auth.Error{Kind: auth.KindNeedsLogin, Summary: "no terminal"}
		}, auth.KindNeedsLogin, "no terminal"},
		{"garbage for ever", func(string) (string, error) { return "", nil }, auth.KindNeedsLogin, "no usable answer was pasted: nothing usable was pasted; paste the whole address the browser ended at"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &wire{body: good}
			_, err := oauth2.New(oauth2.Options{Transport: w}).Obtain(t.Context(), person("redirect_uri", postman), prompter(func(_ context.Context, p auth.Prompt) (string, error) {
				u, _ := url.Parse(p.URL)
				return tt.paste(postman + answer("state", u.Query().Get("state")))
			}))
			if e := asError(t, err); e.Kind != tt.kind || e.Error() != tt.text {
				t.Errorf("error %q of kind %s, want %q", e, e.Kind, tt.text)
			}
			if len(w.requests) != 0 {
				t.Error("a token request went out")
			}
		})
	}
}

func TestNothingIsAskedForAConfigThatCannotWork(t *testing.T) {
	tests := []struct{ name, attr, value string }{
		{"no token endpoint", "accessTokenUrl", ""},
		{"no authorization endpoint", "authUrl", ""},
		{"no client", "clientId", ""},
		{"script as endpoint", "authUrl", "javascript:alert(1)"},
		{"unresolved client", "clientId", "{{client}}"},
		{"callback without a scheme", "redirect_uri", "localhost"},
		{"callback with a wild port", "redirect_uri", "http://127.0.0.1:" + strconv.Itoa(70000) + "/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := client(&wire{}).Obtain(t.Context(), person(tt.attr, tt.value), prompter(func(context.Context, auth.Prompt) (string, error) {
				t.Error("the person was asked")
				return "", nil
			}))
			if e := asError(t, err); e.Kind != auth.KindConfig || e.Where != tt.attr || e.Hint == "" {
				t.Errorf("error %+v", e)
			}
		})
	}
}

func FuzzPaste(f *testing.F) {
	for _, seed := range []string{"", postman + "?code=x", "code=x&state=y", "#access_token=t", "4%2F0A", "\x1b[200~x\x1b[201~", "?error=x&state=", "://", "a#b?c=d", "code=%zz"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		w, asked := &wire{body: good}, 0
		_, err := client(w).Obtain(t.Context(), person("redirect_uri", postman), prompter(func(context.Context, auth.Prompt) (string, error) {
			if asked++; asked > 1 {
				return "", context.Canceled
			}
			return text, nil
		}))
		if err != nil {
			asError(t, err)
		}
		// Nobody can guess a state: what has one is refused.
		if u, perr := url.Parse(text); err == nil && perr == nil && u.Query().Has("state") && u.Query().Has("code") {
			t.Errorf("accepted %q", text)
		}
	})
}
