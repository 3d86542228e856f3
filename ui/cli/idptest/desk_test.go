//go:build unix

package idptest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"postern/auth"
)

// attributes are those of an oauth2 block for a client of p.
func (p *provider) attributes(who identity, more ...map[string]any) map[string]any {
	out := map[string]any{
		"tokenName": "idp", "authUrl": p.URL + p.paths.auth, "accessTokenUrl": p.URL + p.paths.token,
		"clientId": who.id, "clientSecret": who.secret, "client_authentication": "header",
	}
	if who.inBody {
		out["client_authentication"] = "body"
	}
	for _, m := range more {
		maps.Copy(out, m)
	}
	return out
}

// config is an oauth2 block as the manager takes it.
func config(attributes map[string]any) auth.Config {
	c := auth.Config{Type: "oauth2"}
	for name, value := range attributes {
		c = c.Set(name, value)
	}
	return c
}

// param is a row of extra parameters.
func param(key, value, sendAs string) map[string]any {
	return map[string]any{"key": key, "value": value, "enabled": true, "send_as": sendAs}
}

// desk is a person with a collection, a state and a browser of their own.
type desk struct {
	*testing.T
	*provider
	dir     string
	program string
	// before is the number of requests the provider had had already.
	before int
}

// sit makes a desk with one request, "Who am I", to an API that trusts p.
// The attributes are those of its oauth2 block.
func sit(t *testing.T, p *provider, attributes map[string]any) *desk {
	t.Helper()
	program, err := shared.program()
	if err != nil {
		t.Fatal(err)
	}
	top, err := shared.folder()
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{T: t, provider: p, program: program}
	_, d.before = p.since(0)
	if d.dir, err = os.MkdirTemp(top, strings.ReplaceAll(t.Name(), "/", "-")+"-"); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(d.dir, "home"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the end of %s:\n%s", p.log, tail(p.log))
			if did := filepath.Join(d.dir, "browser.log"); exists(did) {
				t.Logf("the end of %s:\n%s", did, tail(did))
			}
		}
	})
	block := []map[string]any{}
	for name, value := range attributes {
		block = append(block, map[string]any{"key": name, "value": value, "type": "any"})
	}
	d.write("who.postman_collection.json", map[string]any{
		"info": map[string]any{"name": "Who", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
		"auth": map[string]any{"type": "oauth2", "oauth2": block},
		"item": []any{map[string]any{"name": "Who am I", "request": map[string]any{"method": "GET", "url": p.api(t).URL + "/who"}}},
	})
	return d
}

func (d *desk) write(name string, content any) {
	d.Helper()
	data, err := json.MarshalIndent(content, "", "\t")
	if err != nil {
		d.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(d.dir, name), data, 0o600); err != nil {
		d.Fatal(err)
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// The ways to a page with a browser.
const (
	// byAddress opens the address.
	byAddress = `"$1"`
	// byCode opens an address that ends in a device code without it, and types
	// the code: what somebody does who reads both from another screen.
	byCode = `"${1%%\?*}" "${1##*=}"`
)

// browser gives the desk one. What it saw is in browser.json, what it did in
// browser.log.
func (d *desk) browser(way string) {
	d.Helper()
	modules, err := shared.modules()
	if err != nil {
		d.Fatal(err)
	}
	script := fmt.Sprintf("#!/bin/sh\nexec node '%s/browser.mjs' '%s/browser.json' %s >>'%s/browser.log' 2>&1\n", modules, d.dir, way, d.dir)
	if err := os.WriteFile(filepath.Join(d.dir, "browser"), []byte(script), 0o700); err != nil {
		d.Fatal(err)
	}
	_ = os.Remove(filepath.Join(d.dir, "browser.json")) // of a login before
}

// sent is what became of a send.
type sent struct {
	code int
	// who is the answer of the API; said is what else was told.
	who  map[string]any
	said string
	// out is the output as it is.
	out string
}

// sending is what `postern` is called with.
var sending = []string{"send", "who.postman_collection.json", "Who am I"}

// command is a program at this desk.
func (d *desk) command(program string, args ...string) *exec.Cmd {
	chromium, _ := exec.LookPath("chromium") // who needs it looked before
	ctx, cancel := context.WithTimeout(d.Context(), patience)
	d.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir, cmd.WaitDelay = d.dir, time.Second
	cmd.Env = []string{
		// Chromium opens a socket in there: the path must be short.
		"TMPDIR=" + filepath.Dir(d.program),
		"PATH=" + os.Getenv("PATH"), "BROWSER=" + filepath.Join(d.dir, "browser"), "CHROMIUM=" + chromium,
		"HOME=" + filepath.Join(d.dir, "home"), "TERM=xterm-256color",
		"POSTERN_STATE=" + filepath.Join(d.dir, "state"), "POSTERN_CONFIG=" + filepath.Join(d.dir, "config"),
	}
	return cmd
}

// send sends with nobody there.
func (d *desk) send() sent {
	d.Helper()
	return d.postern(sending...)
}

// postern runs the program with nobody there.
func (d *desk) postern(args ...string) sent {
	d.Helper()
	cmd := d.command(d.program, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	return d.result(cmd.Run(), out.Bytes(), errs.String())
}

// login sends at a terminal, where a browser may open, and waits until that
// is closed. It returns what the browser saw, too.
func (d *desk) login() (sent, browsed) {
	d.Helper()
	return d.loginBy(byAddress)
}

func (d *desk) loginBy(way string) (sent, browsed) {
	d.Helper()
	shared.browsers <- struct{}{}
	defer func() { <-shared.browsers }()
	d.browser(way)
	master, tty, err := pty.Open()
	if err != nil {
		missing(d.T, "a pseudo-terminal: "+err.Error())
	}
	defer master.Close()
	cmd := d.command(d.program, sending...)
	var out bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, &out, tty
	if err := cmd.Start(); err != nil {
		d.Fatal(err)
	}
	var said bytes.Buffer
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = said.ReadFrom(master) // it ends with an error when the terminal is gone
	}()
	err = cmd.Wait()
	_ = tty.Close()
	<-read
	s := d.result(err, out.Bytes(), said.String())
	return s, d.browsed(s)
}

func (d *desk) result(err error, out []byte, said string) sent {
	d.Helper()
	var ee *exec.ExitError
	if err != nil && !errors.As(err, &ee) {
		d.Fatal(err)
	}
	s := sent{said: said, out: string(out)}
	if ee != nil {
		s.code = ee.ExitCode()
	}
	_ = json.Unmarshal(out, &s.who) // without an answer there is nobody
	return s
}

// browsed is what the browser saw.
type browsed struct {
	Visited []string
	Text    string
}

// browsed waits for the browser to be closed.
func (d *desk) browsed(s sent) browsed {
	d.Helper()
	var b browsed
	late, tick := time.After(patience), time.NewTicker(20*time.Millisecond)
	defer tick.Stop()
	for {
		data, err := os.ReadFile(filepath.Join(d.dir, "browser.json"))
		if err == nil && json.Unmarshal(data, &b) == nil {
			return b
		}
		select {
		case <-late:
			d.Fatalf("the browser never came to an end\n%s\n%s", s.said, tail(filepath.Join(d.dir, "browser.log")))
		case <-tick.C:
		}
	}
}

// asked are the requests of a client to a path since this desk is there. Two
// desks at a time must not be of the same client.
func (d *desk) asked(client, path string) []entry {
	all, _ := d.since(d.before)
	var out []entry
	for _, e := range all {
		if strings.HasSuffix(e.Path, path) && e.client() == client {
			out = append(out, e)
		}
	}
	return out
}

// grants are the token requests of a client, which must be these.
func (d *desk) grants(client string, want ...string) []entry {
	d.Helper()
	got := d.asked(client, "/token")
	var kinds []string
	for _, e := range got {
		kinds = append(kinds, e.Form.Get("grant_type"))
	}
	if !slices.Equal(kinds, want) {
		d.Fatalf("the provider was asked for a token by %q, want %q", kinds, want)
	}
	return got
}

// is checks that the API knew who came.
func (s sent) is(t *testing.T, want map[string]any) {
	t.Helper()
	if s.code != 0 || s.who["active"] != true {
		t.Fatalf("exit code %d, the API said %v\n%s", s.code, s.who, s.said)
	}
	for name, value := range want {
		if s.who[name] != value {
			t.Errorf("the token's %s is %v, want %v", name, s.who[name], value)
		}
	}
}

// cameBack checks that the browser ended at the page that says so, on the
// loopback address it was sent to, with nothing secret in it.
func (b browsed) cameBack(t *testing.T, callback string) {
	t.Helper()
	if len(b.Visited) == 0 {
		t.Fatal("the browser was nowhere")
	}
	last, err := url.Parse(b.Visited[len(b.Visited)-1])
	if err != nil {
		t.Fatal(err)
	}
	want, err := url.Parse(callback)
	if err != nil {
		t.Fatal(err)
	}
	if last.Hostname() != want.Hostname() || want.Port() != "" && last.Port() != want.Port() || last.Path != "/done" || last.RawQuery != "" || last.Fragment != "" {
		t.Errorf("the browser ended at %s, want /done of %s", last, callback)
	}
	if !strings.Contains(b.Text, "You can close this window") {
		t.Errorf("the last page said %q", b.Text)
	}
}
