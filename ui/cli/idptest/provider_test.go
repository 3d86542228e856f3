//go:build unix

package idptest

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// patience is how long a test waits for a fact before it gives up.
const patience = time.Minute

// provider is an identity provider that runs.
type provider struct {
	*gate
	// log is the file it writes to.
	log string
	// key is the private key, in PEM, of the client "signed".
	key string
	// callback is the one address the clients may be called back at.
	callback string
	// auth, token and the rest are paths.
	paths paths
	// asker is the Authorization header of the API when it asks about a token.
	asker string
}

type paths struct{ auth, token, device, introspect, revoke, userinfo string }

// process is a script of testdata that runs.
type process struct {
	// log is the file that all it says goes to; said is its standard output.
	log  string
	said io.Reader
	// gone is closed when it has ended, with err.
	gone chan struct{}
	err  error
}

// start starts a script, which ends with its standard input. That is this
// process's to hold, so that nothing outlives the tests however they end.
func (h *house) start(name string, cmd *exec.Cmd) (*process, error) {
	dir, err := h.folder()
	if err != nil {
		return nil, err
	}
	file, err := os.Create(filepath.Join(dir, name+".log"))
	if err != nil {
		return nil, err
	}
	hold, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	r, w := io.Pipe()
	cmd.Stdout, cmd.Stderr = io.MultiWriter(file, w), file
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	p := &process{log: file.Name(), said: r, gone: make(chan struct{})}
	go func() {
		p.err = cmd.Wait()
		_ = w.Close() // it never fails
		close(p.gone)
	}()
	h.atEnd(func() {
		_ = hold.Close() // tells it to end
		select {
		case <-p.gone:
		case <-time.After(patience):
			_ = cmd.Process.Kill()
		}
		_ = file.Close() // a log of a run that is over
	})
	return p, nil
}

// told takes the rest of what it says, which the log has.
func (p *process) told() { _, _ = io.Copy(io.Discard, p.said) }

// startOIDCProvider starts npm's oidc-provider.
func (h *house) startOIDCProvider() (*provider, error) {
	modules, err := h.modules()
	if err != nil {
		return nil, err
	}
	p := &provider{gate: newGate(), callback: "http://127.0.0.1/callback"}
	runs, err := h.start("oidc-provider", exec.Command("node", filepath.Join(modules, "oidc-provider.mjs"), p.URL))
	if err != nil {
		return nil, err
	}
	p.log = runs.log
	var hello struct {
		Port int
		Key  string
	}
	lines := bufio.NewScanner(runs.said)
	for hello.Port == 0 && lines.Scan() {
		_ = json.Unmarshal(lines.Bytes(), &hello) // before it, there are warnings
	}
	if hello.Port == 0 {
		return nil, fmt.Errorf("oidc-provider did not start (%v)\n%s", lines.Err(), tail(p.log))
	}
	go runs.told()
	p.key = hello.Key
	p.paths = paths{"/auth", "/token", "/device/auth", "/token/introspection", "/token/revocation", "/me"}
	p.asker = identity{id: "api", secret: "api-secret"}.basic()
	h.open(p, hello.Port)
	return p, nil
}

// open lets clients in, and writes the journal down in the end.
func (h *house) open(p *provider, port int) {
	p.leadTo(port)
	h.atEnd(func() {
		p.Close()
		data, _ := json.MarshalIndent(p.entries, "", " ") // plain data
		_ = os.WriteFile(strings.TrimSuffix(p.log, ".log")+".journal.json", data, 0o600)
	})
}

// copyScripts makes a folder with the scripts for node and the modules they
// import.
func (h *house) copyScripts() (string, error) {
	dir, err := h.folder()
	if err != nil {
		return "", err
	}
	to := filepath.Join(dir, "node")
	if err := os.CopyFS(to, os.DirFS("testdata")); err != nil {
		return "", err
	}
	from, err := filepath.Abs(filepath.Join(os.Getenv("POSTERN_IDP"), "node_modules"))
	if err != nil {
		return "", err
	}
	return to, os.Symlink(from, filepath.Join(to, "node_modules"))
}

// tail is the end of a file.
func tail(file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	return string(data[max(0, len(data)-4000):])
}

// identity is how a client says who it is.
type identity struct {
	id, secret string
	// inBody says that it does in the body, signs that it does by signing.
	inBody, signs bool
}

func (i identity) basic() string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(i.id+":"+i.secret))
}

// post sends a form. The answer may be empty.
func (p *provider) post(path string, form url.Values, authorization string) (map[string]any, error) {
	req, err := http.NewRequest(http.MethodPost, p.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		return nil, errors.Join(fmt.Errorf("%s: %s: %s", path, resp.Status, data), err)
	}
	var said map[string]any
	if len(data) > 0 {
		err = json.Unmarshal(data, &said)
	}
	return said, err
}

// about is what the provider says of a token.
func (p *provider) about(token string) (map[string]any, error) {
	return p.post(p.paths.introspect, url.Values{"token": {token}}, p.asker)
}

// revoke ends a token as its client.
func (p *provider) revoke(t *testing.T, token string, by identity) {
	t.Helper()
	form, header := url.Values{"token": {token}}, by.basic()
	if by.inBody {
		form.Set("client_id", by.id)
		form.Set("client_secret", by.secret)
		header = ""
	}
	if _, err := p.post(p.paths.revoke, form, header); err != nil {
		t.Fatal(err)
	}
	if p.active(t, token) {
		t.Fatal("the revoked token is still good")
	}
}

// active reports whether the provider still knows a token.
func (p *provider) active(t *testing.T, token string) bool {
	t.Helper()
	said, err := p.about(token)
	if err != nil {
		t.Fatalf("ask about a token: %v", err)
	}
	return said["active"] == true
}

// runsOut waits until a token is over.
func (p *provider) runsOut(t *testing.T, token string) {
	t.Helper()
	late, tick := time.After(patience), time.NewTicker(100*time.Millisecond)
	defer tick.Stop()
	for p.active(t, token) {
		select {
		case <-late:
			t.Fatalf("the token is still good after %v", patience)
		case <-tick.C:
		}
	}
}

// api is what the tokens are for. It asks the provider about the token of a
// request and answers with what that said, or with 401.
func (p *provider) api(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		said, err := p.about(token)
		w.Header().Set("Content-Type", "application/json")
		switch {
		case err != nil:
			w.WriteHeader(http.StatusBadGateway)
			said = map[string]any{"problem": err.Error()}
		case said["active"] != true:
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			w.WriteHeader(http.StatusUnauthorized)
		}
		_ = json.NewEncoder(w).Encode(said) // the client may have left
	}))
	t.Cleanup(s.Close)
	return s
}
