//go:build unix

package idptest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"postern/auth"
	"postern/auth/oauth2"
	"postern/auth/tokens"
	"postern/ui/cli/exit"
)

// glewlwyd is Debian's.
func glewlwyd(t *testing.T) *provider {
	t.Helper()
	need(t, "glewlwyd", "sqlite3")
	p, err := shared.glewlwyd()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// startGlewlwyd starts Debian's glewlwyd and sets up its clients.
func (h *house) startGlewlwyd() (*provider, error) {
	dir, err := h.folder()
	if err != nil {
		return nil, err
	}
	own := filepath.Join(dir, "glewlwyd")
	if err := os.Mkdir(own, 0o700); err != nil {
		return nil, err
	}
	ports, err := freePorts(2)
	if err != nil {
		return nil, err
	}
	p := &provider{gate: newGate(), callback: fmt.Sprintf("http://127.0.0.1:%d/callback", ports[1])}
	cmd := exec.Command("sh", "testdata/glewlwyd.sh", own, strconv.Itoa(ports[0]), p.URL)
	runs, err := h.start("glewlwyd", cmd)
	if err != nil {
		return nil, err
	}
	go runs.told()
	p.log = runs.log
	if err := runs.reachable(ports[0]); err != nil {
		return nil, fmt.Errorf("glewlwyd did not start: %w\n%s", err, tail(p.log))
	}
	const at = "/api/oidc"
	p.paths = paths{at + "/auth", at + "/token", at + "/device_authorization", at + "/introspect", at + "/revoke", at + "/userinfo"}
	h.open(p, ports[0])
	if err := p.setUp(); err != nil {
		return nil, fmt.Errorf("set glewlwyd up: %w\n%s", err, tail(p.log))
	}
	return p, nil
}

// setUp sends the requests of testdata/glewlwyd.json, as its administrator,
// and gets the API the token it asks with.
func (p *provider) setUp() error {
	data, err := os.ReadFile("testdata/glewlwyd.json")
	if err != nil {
		return err
	}
	text := strings.NewReplacer("${URL}", p.URL, "${CALLBACK}", p.callback).Replace(string(data))
	var steps []struct {
		Path string
		Body json.RawMessage
	}
	if err := json.Unmarshal([]byte(text), &steps); err != nil {
		return err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	c := http.Client{Jar: jar, Timeout: patience}
	for _, s := range steps {
		resp, err := c.Post(p.URL+"/api/"+s.Path, "application/json", bytes.NewReader(s.Body))
		if err != nil {
			return err
		}
		said, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close() // it was read
		if err != nil || resp.StatusCode != http.StatusOK {
			return errors.Join(fmt.Errorf("%s: %s: %s", s.Path, resp.Status, said), err)
		}
	}
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {"introspect"}}
	said, err := p.post(p.paths.token, form, identity{id: "api", secret: "api-secret"}.basic())
	if err != nil {
		return err
	}
	p.asker = fmt.Sprint("Bearer ", said["access_token"])
	return nil
}

// freePorts are ports the kernel just had to give.
func freePorts(n int) ([]int, error) {
	var out []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer l.Close() // all at the end, so that they differ
		out = append(out, l.Addr().(*net.TCPAddr).Port)
	}
	return out, nil
}

// reachable waits until it listens.
func (p *process) reachable(port int) error {
	late := time.After(patience)
	for {
		c, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			return c.Close()
		}
		select {
		case <-p.gone:
			return fmt.Errorf("it ended: %w", p.err)
		case <-late:
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func TestGlewlwydLogin(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	p := glewlwyd(t)
	for _, tc := range []struct {
		name string
		who  identity
		more map[string]any
	}{
		{"code, Basic", identity{id: "web", secret: "web-secret"}, map[string]any{"grant_type": "authorization_code", "usePkce": "false"}},
		{
			"code with PKCE, post",
			identity{id: "web-post", secret: "web-post-secret", inBody: true},
			map[string]any{"grant_type": "authorization_code_with_pkce"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := sit(t, p, p.attributes(tc.who, tc.more, map[string]any{"redirect_uri": p.callback, "scope": "reports"}))
			s, b := d.login()
			s.is(t, map[string]any{"client_id": tc.who.id, "username": "ada", "scope": "reports"})
			b.cameBack(t, p.callback)
			first := d.grants(tc.who.id, "authorization_code")[0]
			told(t, first, tc.who)

			d.send().is(t, map[string]any{"username": "ada"})
			d.grants(tc.who.id, "authorization_code") // the kept token did

			// The provider ends the token alone: the API refuses it, and it is
			// refreshed for a second try.
			p.revoke(t, first.text("access_token"), tc.who)
			d.send().is(t, map[string]any{"username": "ada"})
			grants := d.grants(tc.who.id, "authorization_code", "refresh_token")
			rotated(t, p, grants[0], grants[1])
		})
	}
	t.Run("implicit", func(t *testing.T) {
		d := sit(t, p, p.attributes(identity{id: "page", inBody: true}, map[string]any{
			"grant_type": "implicit", "redirect_uri": p.callback, "scope": "reports",
		}))
		s, b := d.login()
		s.is(t, map[string]any{"client_id": "page", "username": "ada", "scope": "reports"})
		b.cameBack(t, p.callback)
		if asked := d.asked("page", "/auth"); asked[0].Query.Get("response_type") != "token" {
			t.Errorf("the authorization request has %v", asked[0].Query)
		}
		d.grants("page") // the browser brought it
		d.send().is(t, map[string]any{"username": "ada"})
	})
}

// What only programs take part in. A password grant brings a refresh token;
// client credentials are simply asked for again.
func TestGlewlwydWithoutBrowser(t *testing.T) {
	t.Parallel()
	p := glewlwyd(t)
	basic := identity{id: "basic", secret: "basic-secret"}
	post := identity{id: "post", secret: "post-secret", inBody: true}
	machine := map[string]any{"grant_type": "client_credentials", "scope": "reports"}
	person := map[string]any{"grant_type": "password_credentials", "scope": "reports", "username": "ada", "password": "correct horse 1"}
	for _, tc := range []struct {
		name    string
		who     identity
		more    map[string]any
		renewal string
		want    map[string]any
	}{
		{"client credentials, Basic", basic, machine, "client_credentials", map[string]any{"scope": "reports"}},
		{"client credentials, post", post, machine, "client_credentials", map[string]any{"scope": "reports"}},
		{"password, Basic", basic, person, "refresh_token", map[string]any{"username": "ada"}},
		{"password, post", post, person, "refresh_token", map[string]any{"username": "ada"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			kind, _ := tc.more["grant_type"].(string)
			if kind == "password_credentials" {
				kind = "password" // the name in the protocol
			}
			d := sit(t, p, p.attributes(tc.who, tc.more))
			for range 2 {
				d.send().is(t, tc.want)
			}
			first := d.grants(tc.who.id, kind)[0]
			told(t, first, tc.who)
			p.revoke(t, first.text("access_token"), tc.who)
			d.send().is(t, tc.want)
			second := d.grants(tc.who.id, kind, tc.renewal)[1]
			told(t, second, tc.who)
			if tc.renewal == "refresh_token" {
				rotated(t, p, first, second)
			}
		})
	}
}

// It refuses without a word: a bare 403 for a wrong secret, a bare 400 for a
// session that is over.
func TestGlewlwydRefuses(t *testing.T) {
	t.Parallel()
	p := glewlwyd(t)
	t.Run("a wrong secret", func(t *testing.T) {
		d := sit(t, p, p.attributes(identity{id: "refused", secret: "not-the-secret"}, map[string]any{"grant_type": "client_credentials", "scope": "reports"}))
		if s := d.send(); s.code != exit.NotAuthorised || !strings.Contains(s.said, "403") || !strings.Contains(s.said, "Client Secret") {
			t.Errorf("exit code %d\n%s", s.code, s.said)
		}
	})
	t.Run("a session that is over", func(t *testing.T) {
		who := identity{id: "refused", secret: "refused-secret"}
		c := config(p.attributes(who, map[string]any{
			"grant_type": "password_credentials", "username": "ada", "password": "correct horse 1", "scope": "reports",
		}))
		m := tokens.New(tokens.Options{Grants: oauth2.New(oauth2.Options{})})
		token, err := m.Token(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		p.revoke(t, token.Refresh.Reveal(), who)
		var e *auth.Error
		if _, err := m.RefreshNow(t.Context(), token.Key); !errors.As(err, &e) || !strings.Contains(e.Hint, "log in again") {
			t.Errorf("the refresh said %v", err)
		}
		if kept, ok := m.Peek(t.Context(), c); !ok || kept.Refresh != token.Refresh {
			t.Error("the refresh token is lost over an answer that says nothing")
		}
		if fresh, err := m.LoginAgain(t.Context(), token.Key); err != nil || !p.active(t, fresh.Refresh.Reveal()) {
			t.Errorf("the login after it: %v", err)
		}
	})
}
