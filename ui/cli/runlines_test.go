package cli_test

import (
	"regexp"
	"strings"
	"testing"

	"postern/auth/tenant"
	"postern/ui/cli"
)

// A run reads well in a narrow terminal: the names of folders stand above their
// requests, and what is longer than a line goes on where it began.
func TestRunIsReadInANarrowTerminal(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	d.write("shop.json", `{"info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [
		{"name": "First", "request": "{{url}}/odd/echo"},
		{"name": "Orders", "item": [
			{"name": "List", "event": [{"listen": "test", "script": {"exec": [
				"console.log('`+strings.Repeat("word ", 30)+`');",
				"pm.test('`+strings.Repeat("long name ", 12)+`', () => pm.expect('`+strings.Repeat("a ", 40)+`').to.equal('b\\nc'))"]}}], "request": "{{url}}/gone"},
			{"name": "Old", "item": [{"name": "Nobody there", "request": "http://127.0.0.1:1/`+strings.Repeat("path", 30)+`"}]}]},
		{"name": "Last", "event": [{"listen": "test", "script": {"exec": ["`+strings.Repeat("x", 90)+`.y"]}}], "request": "{{url}}/gone"}]}`)
	args := []string{"run", d.path("shop.json"), "--var", "url=" + d.server.URL, "--trust", "--color", "off"}
	for _, width := range []int{0, 40, 80} {
		d.setup = func(o *cli.Options) { o.OutTTY, o.Width = width > 0, width }
		out := d.run(args...).out
		for l := range strings.SplitSeq(out, "\n") {
			if n := len([]rune(l)); width > 0 && n > width {
				t.Errorf("%d columns at %d: %q", n, width, l)
			}
		}
		want := []string{
			`^Shop · 4 requests\n\nGET     First  +200`, `\n\nOrders\n  GET     List  +(404|its scripts run)`, `\n  GET     List  +404`, `\n\nOrders/Old\n  GET     Nobody there +✗`, `\n\nGET     Last  +(404|its scripts run)`, `\nGET     Last  +404`,
			`\nfailed:\n  1  Orders/List: long name`, `\n  2  Orders/Old/Nobody there: no`,
			`\n4 requests: 3 answered, 2 of them with\s+400 or above; 1 failed`, `\n1 test: 0 passed, 1 failed\n1 broken script\n\d\S* m?s · \d`,
		}
		switch width {
		case 0:
			want = append(want, `✗  .*  cannot connect to 127.0.0.1:1: nothing listens there\n`, `to equal 'b\\nc' \(script of List, line 2\)`)
		case 80:
			want = append(want, `\n    │ word .* word\n      word`, `\n    ✗ long name .* long\n      name`, `ms\n    ✗ cannot connect to 127.0.0.1:1: nothing listens there\n    → GET`, `\n     cannot connect`, `\n    ✗ a script broke off: ReferenceError:\n      xxx`)
		}
		for _, w := range want {
			if !regexp.MustCompile(w).MatchString(out) {
				t.Errorf("at %d, %q is not in\n%s", width, w, out)
			}
		}
	}
	d.setup = func(*cli.Options) {}
	if out := d.run(append(args, "--reporter-cli-no-banner", "-n", "2", "--folder", "Orders")...).out; !strings.HasPrefix(out, "\niteration 1 of 2\nOrders\n  GET ") || strings.Count(out, "Orders/Old\n") != 2 {
		t.Errorf("without its first line, twice:\n%s", out)
	}
}
