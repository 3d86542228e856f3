package cli_test

import (
	"regexp"
	"strings"
	"testing"

	"postern/auth/tenant"
	"postern/ui/cli"
)

// A person who watches sees what scripts tell as they do, above the line of
// their request, and nothing twice; a file gets it below, as ever. A secret that
// a script has kept under its name is masked in both.
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
	order(out, "Slow", "its scripts run", "│ one", "✓ two", "│ three", "✗ four", "Quick", "200", "│ five")
	order(out, "✓ two", "Slow", "200", "Quick") // what comes just before the end may be told early, too
	out = d.run(append(args, "--reporter-cli-show-timestamps")...).out
	if rows := regexp.MustCompile(`(?m)^\d\d:\d\d:\d\d GET     Slow +(its scripts run|200)`).FindAllString(out, -1); len(rows) != 2 {
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
