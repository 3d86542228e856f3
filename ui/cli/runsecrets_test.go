package cli_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/auth/tenant"
	"postern/engine/collection"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
)

// echo throws back whatever it is sent, and gives out a canary.
func echo(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Set-Cookie", "sid="+canary+"-session; Path=/")
	w.Header().Set("X-Echo", r.Header.Get("Authorization"))
	_ = r.ParseForm()                                                                                                       // what it is sent is well formed
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": canary + "-given", "heard": r.Header, "form": r.PostForm}) // the client may have left
}

// aviaryRun is a collection whose scripts print all that they can get hold of.
const aviaryRun = `{"info": {"name": "Aviary", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
 "variable": [{"key": "api_secret", "value": "cAnArY-of-the-collection"}],
 "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "cAnArY-bearer-token"}]},
 "event": [{"listen": "prerequest", "script": {"exec": ["// for all: cAnArY-of-the-collection and cAnArY-in-form"]}}],
 "item": [{"name": "Sing", "event": [
   {"listen": "prerequest", "script": {"exec": ["console.log(pm.environment.toObject(), pm.variables.get('api_secret'))"]}},
   {"listen": "test", "script": {"exec": [
    "const given = pm.response.json().access_token; pm.environment.set('access_token', given); pm.globals.set('refresh_token', 'cAnA' + 'rY-set');",
    "pm.environment.set('mine', given); pm.globals.set('copy', {of: pm.environment.get('client_secret'), n: 1});",
    "console.log(given, pm.request.headers.get('Authorization'), pm.response.text(), pm.cookies.toObject());",
    "pm.test('is ' + given, () => pm.expect(given).to.eql(pm.environment.get('client_secret')));",
    "const apiSecret = 'cAnArY-literal'; const h = {Authorization: 'Bearer cAnArY-typed'}; console.log(apiSecret, h.Authorization);",
    "// the bearer is cAnArY-bearer-token, the header cAnArY-in-header",
    "throw new Error('with ' + given + pm.globals.get('refresh_token') + apiSecret);"]}}],
  "request": {"method": "POST", "url": "URL/?api_key=cAnArY-in-query", "header": [{"key": "X-Api-Key", "value": "cAnArY-in-header"}],
   "body": {"mode": "urlencoded", "urlencoded": [{"key": "password", "value": "cAnArY-in-form"}]}}},
  {"name": "Told", "description": "the bearer is cAnArY-bearer-token", "request": {"method": "POST", "url": "URL/cAnArY-of-the-environment?x=cAnArY-of-the-environment",
   "description": "with cAnArY-in-query", "header": [{"key": "X-Plain", "value": "cAnArY-of-the-environment"}], "body": {"mode": "raw", "raw": "it is cAnArY-of-the-environment"}}},
  {"name": "Form", "event": [{"listen": "test", "script": {"exec": ["// cAnArY-in-part, cAnArY-literal of Sing, cAnArY-of-the-environment",
    "const heard = 'cAnA' + 'rY-literal'; console.log(heard); pm.test('hears ' + heard, () => pm.expect(heard).to.eql(1))"]}}], "request": {"method": "POST", "url": "URL/?x=cAnArY-literal", "header": [{"key": "X-Plain", "value": "cAnArY-literal"}],
   "body": {"mode": "formdata", "formdata": [{"key": "password", "value": "cAnArY-in-part", "type": "text"}]}}},
  {"name": "Graph", "request": {"method": "POST", "url": "USER", "body": {"mode": "graphql", "graphql": {"query": "{me}", "variables": "{\"password\": \"cAnArY-in-variables\"}"}}}},
  {"name": "Silent", "event": [{"listen": "prerequest", "script": {"exec": ["console.log(pm.environment.get('access_token'), pm.environment.get('client_secret')); pm.execution.skipRequest();"]}}], "request": "URL"}]}`

// No report, no line and no row of the history tells a secret, whatever the
// scripts print.
func TestRunTellsNoSecret(t *testing.T) {
	for name, more := range map[string][]string{"by itself": nil, "as several": {"--as", "env:S,none", "--expect", "200,401"}} {
		t.Run(name, func(t *testing.T) { tellsNoSecret(t, more) })
	}
}

func tellsNoSecret(t *testing.T, more []string) {
	srv := httptest.NewServer(http.HandlerFunc(echo))
	defer srv.Close()
	d := newDesk(t, tenant.Options{})
	d.setup = terminal()
	d.write("aviary.json", strings.NewReplacer("URL", srv.URL, "USER", strings.Replace(srv.URL, "//", "//ada:cAnArY-of-ada@", 1)).Replace(aviaryRun))
	d.write("secret.json", `{"id": "s", "name": "S", "values": [{"key": "client_secret", "value": "cAnArY-of-the-environment", "type": "secret"}]}`)
	args := []string{"run", d.path("aviary.json"), "-e", d.path("secret.json"), "--trust", "--verbose", "-r", "cli,json,junit,html", "--export-environment", d.path("left/env.json")}
	reports := map[string]string{"json": d.path("r.json"), "junit": d.path("r.xml"), "html": d.path("r.html")}
	for name, file := range reports {
		args = append(args, "--reporter-"+name+"-export", file)
	}
	got := d.run(append(args, more...)...)
	if got.code != exit.RunFailed || !strings.Contains(got.out, "a script broke off") {
		t.Fatalf("code %d\n%s%s", got.code, got.out, got.err)
	}
	for file, want := range map[string]os.FileMode{"left": 0o700, "left/env.json": 0o600} { // an export tells all of them
		if info, err := os.Stat(d.path(file)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", file, info, err)
		}
	}
	texts := map[string]string{"stdout": got.out, "stderr": got.err}
	for name, file := range reports {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(b)
	}
	sent := d.run("send", d.path("aviary.json"), "Sing", "-e", d.path("secret.json"), "--trust")
	texts["stderr of send"] = sent.err
	runs, _ := d.past(t)
	for _, r := range runs {
		texts["the history"] += r.Record
	}
	if more == nil && len(runs) != 1 || more != nil && len(runs) != 0 {
		t.Errorf("%d runs are kept", len(runs))
	}
	for name, text := range texts {
		if name == "json" {
			text += bodies(t, text)
		}
		if s := sung(text); s != "" {
			t.Errorf("%s tells …%s…", name, s)
		}
	}
}

// Where a body is cut a secret may be cut, too, and what is left of it is not told
// however much shorter the others have become behind their masks.
func TestNoPieceOfASecretIsTold(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(w, r.Body) // the client may have left
	}))
	defer srv.Close()
	d := newDesk(t, tenant.Options{})
	d.write("long.json", `{"info": {"name": "Long", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
 "item": [{"name": "Echo", "request": {"method": "POST", "url": "`+srv.URL+`", "body": {"mode": "raw", "raw": "`+strings.Repeat("{{key}} ", 10_000)+`"}}}]}`)
	d.write("key.json", `{"name": "K", "values": [{"key": "key", "value": "`+strings.Repeat("zq", 300)+`", "type": "secret"}]}`)
	report := d.path("r.json")
	got := d.run("run", d.path("long.json"), "-e", d.path("key.json"), "--verbose", "-r", "cli,json", "--reporter-json-export", report)
	b, err := os.ReadFile(report)
	if err != nil || got.code != exit.OK {
		t.Fatalf("%v, code %d\n%s", err, got.code, got.err)
	}
	for name, text := range map[string]string{"stdout": got.out, "the report": string(b), "a body": bodies(t, string(b))} {
		if i := strings.Index(text, "zqzq"); i >= 0 {
			t.Errorf("%s of %d bytes has a piece at %d", name, len(text), i)
		}
	}
}

// bodies are the answers that newman's report holds as lists of numbers.
func bodies(t *testing.T, report string) string {
	t.Helper()
	var r struct {
		Run struct {
			Executions []struct {
				Response struct{ Stream struct{ Data []int } }
			}
		}
	}
	if err := json.Unmarshal([]byte(report), &r); err != nil {
		t.Fatal(err)
	}
	var b []byte
	for _, e := range r.Run.Executions {
		for _, n := range e.Response.Stream.Data {
			b = append(b, byte(n))
		}
	}
	if len(b) == 0 {
		t.Error("the report has no bodies")
	}
	return string(b)
}

// Scripts that the person trusts in the workbench run here without a word, and
// a changed one does not.
func TestTrustedInTheWorkbench(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	write := func(source string) {
		d.write("trusted.json", `{"info": {"name": "T", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
 "item": [{"name": "One", "event": [{"listen": "test", "script": {"exec": ["`+source+`"]}}], "request": "`+d.server.URL+`/odd/echo"}]}`)
	}
	const source = "pm.test('ran', () => {});"
	write(source)
	file := d.path("trusted.json")
	if got := d.run("run", file); got.code != exit.Usage {
		t.Errorf("code %d\n%s%s", got.code, got.out, got.err)
	}
	st := house.Throwaway(filepath.Join(d.dir, "state"))
	err := house.NewPrivate(st).Trust().Trust(context.Background(), []collection.Script{{Source: source}})
	if err != nil || st.Close() != nil {
		t.Fatal(err)
	}
	if got := d.run("run", file); got.code != exit.OK || !strings.Contains(got.out, "✓ ran") {
		t.Errorf("code %d\n%s%s", got.code, got.out, got.err)
	}
	if got := d.run("send", file, "One"); got.code != exit.OK || !strings.Contains(got.err, "✓ ran") {
		t.Errorf("code %d\n%s%s", got.code, got.out, got.err)
	}
	write(source + " // changed")
	if got := d.run("run", file); got.code != exit.Usage {
		t.Errorf("changed: code %d\n%s%s", got.code, got.out, got.err)
	}
	if got := d.run("send", file, "One"); strings.Contains(got.err, "✓ ran") || !strings.Contains(got.err, "--trust") {
		t.Errorf("changed: code %d\n%s%s", got.code, got.out, got.err)
	}
}
