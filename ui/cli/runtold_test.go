package cli_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"postern/auth/tenant"
	"postern/ui/cli"
)

// A person who watches sees what scripts tell as they do, below the line of
// their request, which is there once the answer is; a file gets them with it.
// Nothing comes twice, and a secret that a script has kept under its name is
// masked in both.
func TestScriptsTellAtATerminal(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	d.write("slow.json", `{"info": {"name": "S", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [
		{"name": "Slow", "event": [{"listen": "test", "script": {"exec": [
			"pm.variables.set('api_key', 'k-4be1c0de'); console.log('one', 'k-4be1c0de'); pm.test('two', () => {});",
			"await new Promise(r => setTimeout(r, 300)); console.log('three'); pm.test('four', () => pm.expect(1).to.equal(2))"]}}], "request": "{{url}}/odd/echo"},
		{"name": "Quick", "event": [{"listen": "test", "script": {"exec": ["console.log('five')"]}}], "request": "{{url}}/odd/echo"}]}`)
	args := []string{"run", d.path("slow.json"), "--var", "url=" + d.server.URL, "--trust", "--color", "off"}
	order := func(out string, words ...string) {
		t.Helper()
		at := 0
		for _, w := range words {
			i := strings.Index(out[at:], w)
			if i < 0 {
				t.Errorf("no %q in its place in\n%s", w, out)
				return
			}
			at += i + len(w)
		}
	}
	once := func(out string) {
		t.Helper()
		for _, w := range []string{"one ••••••••", "✓ two", "│ three", "✗ four\n", "│ five"} {
			if strings.Count(out, w) != 1 {
				t.Errorf("%q is there %d times in\n%s", w, strings.Count(out, w), out)
			}
		}
		if strings.Contains(out, "4be1c0de") {
			t.Errorf("a secret is in\n%s", out)
		}
	}
	out := d.run(args...).out
	once(out)
	order(out, "Slow", "200", "│ one", "│ three", "✓ two", "✗ four", "Quick", "│ five")
	d.setup = func(o *cli.Options) { o.OutTTY, o.Width = true, 80 }
	out = d.run(args...).out
	once(out)
	order(out, "Slow", "200", "│ one", "✓ two", "│ three", "✗ four", "Quick", "200", "│ five")
	if strings.Contains(out, "its scripts run") || strings.Count(out, "→ GET") != 1 {
		t.Errorf("the answer is there, and its row told twice or its address not once in\n%s", out)
	}
	out = d.run(append(args, "--reporter-cli-show-timestamps")...).out
	if rows := regexp.MustCompile(`(?m)^\d\d:\d\d:\d\d GET     Slow +200`).FindAllString(out, -1); len(rows) != 1 {
		t.Errorf("%q are the rows that tell the time in\n%s", rows, out)
	}

	args = []string{"send", d.path("slow.json"), "Slow", "--var", "url=" + d.server.URL, "--trust"}
	d.setup = func(*cli.Options) {}
	out = d.run(args...).err
	order(out, "200", "│ one ••••••••", "│ three", "✓ two", "✗ four")
	d.setup = func(o *cli.Options) { o.ErrTTY = true }
	out = d.run(args...).err
	order(out, "│ one ••••••••", "✓ two", "│ three", "✗ four")
	order(out, "✓ two", "200")
	if strings.Count(out, "two") != 1 || strings.Contains(out, "4be1c0de") {
		t.Errorf("told is\n%s", out)
	}
}

// Where the two values of a failed check read the same, it is told where they
// differ, and no secret with it. What newman reports is not changed by it.
func TestWhereValuesDiffer(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	d.write("apart.json", `{"info": {"name": "A", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [
		{"name": "Who", "event": [{"listen": "test", "script": {"exec": ["pm.variables.set('api_key', 'k-4be1c0de');",
			"const ada = {id: 1, name: 'Ada', email: 'ada@example.com', role: 'admin', key: 'k-4be1c0de'};",
			"pm.test('is Ada', () => pm.expect(ada).to.eql({...ada, role: 'owner', key: 'none'}))"]}}], "request": "{{url}}/odd/echo"}]}`)
	told := func(lead string) string {
		return "expected { id: 1, name: 'Ada', …(3) } to deeply equal { id: 1, name: 'Ada', …(3) } (script of Who, line 3)\n" +
			lead + "role: got 'admin', expected 'owner'\n" + lead + "key: got '••••••••', expected 'none'\n"
	}
	read := func(name string) string {
		t.Helper()
		b, err := os.ReadFile(d.path(name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	args := []string{d.path("apart.json"), "--var", "url=" + d.server.URL, "--trust"}
	out := d.run(append([]string{"run", "-r", "cli,json,html", "--reporter-json-export", d.path("a.json"), "--reporter-html-export", d.path("a.html")}, args...)...).out
	if n := strings.Count(out, told("      ")); n != 1 {
		t.Errorf("the differences are told %d times below the test in\n%s", n, out)
	}
	if !strings.Contains(out, "\n     "+told("     ")) {
		t.Errorf("the list of failures does not tell the differences:\n%s", out)
	}
	if page := read("a.html"); !strings.Contains(page, "key: got &#39;••••••••&#39;, expected &#39;none&#39;") {
		t.Errorf("the page does not tell them:\n%s", page)
	}
	if report := read("a.json"); strings.Contains(report, "role: got") {
		t.Errorf("a report as newman's tells of them:\n%s", report)
	}
	args = []string{"send", d.path("apart.json"), "Who", "--var", "url=" + d.server.URL, "--trust"}
	if err := d.run(args...).err; !strings.Contains(err, "    "+told("    ")) {
		t.Errorf("send tells\n%s", err)
	}
}
