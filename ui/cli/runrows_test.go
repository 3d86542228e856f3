package cli_test

import (
	"regexp"
	"strings"
	"testing"

	"postern/auth/tenant"
	"postern/ui/cli"
)

// A row says where it went if it is one to look at, or if others look like it;
// without its secrets, and within the terminal.
func TestRowsSayWhereTheyWent(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	d.write("rows.json", `{"info": {"name": "R", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [
		{"name": "Plain", "request": "{{url}}/odd/echo?quiet=1"},
		{"name": "Row", "request": "{{url}}/odd/echo?who={{who}}&api_key=k-4be1c0de"},
		{"name": "Page", "event": [{"listen": "test", "script": {"exec": [
			"const n = Number(pm.variables.get('page')); pm.variables.set('page', n + 1); if (n < 2) pm.execution.setNextRequest('Page');"]}}],
			"request": "{{url}}/odd/echo?page={{page}}"},
		{"name": "Meant", "event": [{"listen": "test", "script": {"exec": ["pm.test('is gone', () => pm.response.to.have.status(404))"]}}], "request": "{{url}}/gone?well=1"},
		{"name": "Gone", "request": "{{url}}/gone?api_key=k-4be1c0de&`+strings.Repeat("x=", 60)+`&end"},
		{"name": "Wrong", "event": [{"listen": "test", "script": {"exec": ["pm.test('no', () => pm.expect(1).to.equal(2))"]}}], "request": "{{url}}/odd/echo?wrong=1"},
		{"name": "Silent", "request": "http://127.0.0.1:1/nobody"}]}`)
	d.write("rows.csv", "who\nada\nbob\n")
	args := []string{"run", d.path("rows.json"), "-d", d.path("rows.csv"), "--var", "url=" + d.server.URL, "--env-var", "page=1", "--trust", "--color", "off"}
	tests := []struct {
		name  string
		width int
		want  []string
	}{
		{"without a terminal", 0, []string{
			`GET     Row +200 .*  URL/odd/echo\?who=ada&api_key=••••••••\n`, `GET     Row +200 .*  URL/odd/echo\?who=bob&`,
			`Page +200 .* B\nGET     Page +200 .*  URL/odd/echo\?page=2\n`, `Gone +404 .*  Not Found\n    → GET URL/gone\?api_key=••••••••&(x=){60}&end\n`,
			`Wrong +200 .* B\n    → GET URL/odd/echo\?wrong=1\n    ✗ no\n`, `Silent +✗ .*\n    → GET http://127.0.0.1:1/nobody\n`,
		}},
		{"wide", 80, []string{
			`GET     Row +200 .*  /odd/echo\?who=ada&api_key=••••••••\n`, `GET     Page +200 .*  /odd/echo\?page=2\n`,
			`Gone +404 .*  Not Found\n    → GET http://127.0.0.1:.*…(x=)*&end\n`, `Wrong +200 .* B\n    → GET URL/odd/echo\?wrong=1\n`,
		}},
		{"narrow", 60, []string{`GET     Row +200 .* B\n    → GET http://127.*…odd/echo\?who=ada&api_key=••••••••\n`, `Page +200 .* B\n    → GET URL/odd/echo\?page=2\n`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d.setup = func(o *cli.Options) { o.OutTTY, o.Width = tt.width > 0, tt.width }
			out := d.run(args...).out
			for _, want := range tt.want {
				if want = strings.ReplaceAll(want, "URL", d.server.URL); !regexp.MustCompile(want).MatchString(out) {
					t.Errorf("%s\nis not in\n%s", want, out)
				}
			}
			for _, not := range []string{"quiet=1", "well=1", "4be1c0de"} {
				if strings.Contains(out, not) {
					t.Errorf("%s is in\n%s", not, out)
				}
			}
			for l := range strings.SplitSeq(out, "\n") {
				if n := len([]rune(l)); tt.width > 0 && n > tt.width && strings.HasPrefix(l, "    → ") {
					t.Errorf("%d columns: %q", n, l)
				}
			}
		})
	}
}

// What many requests are warned of is told with the first, and at the end how
// many it was, however often each was sent.
func TestOneWarningForManyRequests(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	item := func(name, query string) string {
		return `{"name": "` + name + `", "request": "` + d.server.URL + `/odd/echo?q=` + query + `"}`
	}
	d.write("warn.json", `{"info": {"name": "W", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [`+
		strings.Join([]string{item("One", "{{gone}}"), item("Two", "{{gone}}{{other}}"), item("Three", "{{gone}}{{lone}}"), item("Four", "{{other}}")}, ",")+`]}`)
	const gone, other = "{{gone}} in the URL is not set\n", "{{other}} in the URL is not set\n"
	want := "! One: " + gone + "! Two: " + other + "! Three: {{lone}} in the URL is not set\n! and 2 more requests: " + gone + "! and one more request: " + other
	if got := d.run("run", d.path("warn.json"), "-n", "3"); got.err != want {
		t.Errorf("it warns\n%s\nwant\n%s", got.err, want)
	}
}

// The variables of the command line are no environment to name.
func TestHintNamesNoEnvironmentOfTheCommandLine(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	d.write("hint.json", `{"info": {"name": "H", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [{"name": "One", "request": "{{nowhere}}/x"}]}`)
	got := d.run("run", d.path("hint.json"), "--env-var", "a=b")
	if strings.Contains(got.err, "in the environment \n") || !strings.Contains(got.err, "set it with --var nowhere=…, or ") {
		t.Errorf("the hint is\n%s", got.err)
	}
}
