package newman_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"postern/engine/wire"
	"postern/store/newman"
	"postern/store/settings"
)

func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "f.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// readers are the three kinds of file, as whoever asks for them reads them.
func readers() map[string]func(string) error {
	return map[string]func(string) error{
		"jar": func(f string) error {
			_, _, err := newman.Cookies(f)
			return err
		},
		"certificates": func(f string) error {
			_, err := newman.Certificates(f, "")
			return err
		},
		"newmanrc": func(f string) error {
			_, _, err := newman.Options(false, f)
			return err
		},
	}
}

// wrong reads a file that is, and returns its error without the file's name.
func wrong(t *testing.T, read func(string) error, file string) string {
	t.Helper()
	err := read(file)
	var e *newman.Error
	if !errors.As(err, &e) || e.Hint == "" {
		t.Fatalf("%v is no error with a hint", err)
	}
	return strings.TrimPrefix(err.Error(), file)
}

// What no file of the three may be.
func TestHostile(t *testing.T) {
	for name, read := range readers() {
		for what, text := range map[string]string{
			"empty":     "",
			"truncated": `{"cookies": [{"key": "a"`,
			"deep":      strings.Repeat("[", 1<<20),
			"a number":  "1",
			"a text":    `"x"`,
			"null":      "null",
			"control":   "{\"a\": \"x\x01\"}",
			"binary":    "\xff\xfe\x00\x80",
			"too large": `{"a": "` + strings.Repeat("x", 9<<20) + `"}`,
			"many":      "[" + strings.Repeat("0,", 3<<20) + "0]",
			"comments":  "// no JSON\n{}",
		} {
			if got := wrong(t, read, write(t, text)); !utf8.ValidString(got) || strings.ContainsAny(got, "\x01\x00") {
				t.Errorf("%s, %s: the error has the bytes of the file: %q", name, what, got)
			}
		}
		if got := wrong(t, read, t.TempDir()); !strings.Contains(got, "it must be a file") {
			t.Errorf("%s, a folder: %s", name, got)
		}
	}
	for _, name := range []string{"jar", "certificates"} {
		if got := wrong(t, readers()[name], filepath.Join(t.TempDir(), "none")); !strings.HasSuffix(got, "cannot be read: no such file or directory") {
			t.Errorf("%s, not there: %s", name, got)
		}
	}
}

func TestWrongFiles(t *testing.T) {
	for _, tt := range []struct{ kind, text, want string }{
		{"jar", `{"cookies": {}}`, `:1:1: a cookie jar must be an object with a list "cookies"`},
		{"jar", `{"cookies": [1]}`, `:1:14: a cookie must be an object`},
		{"jar", `{"cookies": [{"key": 1, "domain": "h"}]}`, `:1:22: "key" must be a text`},
		{"jar", `{"cookies": [{"path": 3, "domain": 2, "value": 1, "key": 0}]}`, `:1:58: "key" must be a text`}, // the same one each time
		{"jar", "{\"cookies\": [\n{\"key\": \"a\", \"value\": \"b\\r\\nX: y\", \"domain\": \"h\"}]}", `:2:23: "value" of a cookie has a character that cannot be sent`},
		{"jar", `{"cookies": [{"key": "a", "value": "b; c=d", "domain": "h"}]}`, `:1:36: "value" of a cookie has a character that cannot be sent`},
		{"jar", `{"cookies": [{"key": "a", "domain": "h/p"}]}`, `:1:37: "domain" of a cookie has a character that cannot be sent`},
		{"jar", `{"cookies": [{"key": "a"}]}`, `:1:14: a cookie needs a "domain"`},
		{"jar", `{"cookies": [{"key": "a", "domain": "h", "secure": "yes"}]}`, `:1:52: "secure" must be true or false`},
		{"jar", `{"cookies": [{"key": "a", "domain": "h", "expires": "soon"}]}`, `:1:53: "expires" of a cookie is no time`},
		{"jar", `{"cookies": [{"key": "a", "domain": "h", "maxAge": {}}]}`, `:1:52: "maxAge" of a cookie must be a number of seconds`},
		{"jar", `{"cookies": [` + strings.Repeat("null,", 3000) + `null]}`, `:1:13: there are 3001 cookies, and a jar holds up to 3000`},

		{"certificates", `{}`, `:1:1: the list of client certificates must be a list`},
		{"certificates", `["x"]`, `:1:2: a client certificate must be an object`},
		{"certificates", `[{"matches": [], "key": {"src": "k"}}]`, `:1:2: a client certificate needs "cert" or "pfx"`},
		{"certificates", `[{"matches": [], "cert": {"src": "c"}, "pfx": "p"}]`, `:1:2: a client certificate needs "cert" or "pfx"`},
		{"certificates", `[{"matches": [], "cert": {"src": 1}}]`, `:1:34: "src" must be a text`},
		{"certificates", `[{"matches": [], "cert": ["c"]}]`, `:1:26: "cert" must be a text`},
		{"certificates", `[{"matches": [], "pfx": 3, "key": 2, "cert": 1}]`, `:1:46: "cert" must be a text`},
		{"certificates", `[{"cert": {"src": "c"}}]`, `:1:2: a client certificate needs a list "matches"`},
		{"certificates", `[{"matches": ["api.example.com"], "cert": {"src": "c"}}]`, `:1:15: this is no pattern of addresses`},
		{"certificates", `[{"matches": ["https://h:99999/*"], "cert": {"src": "c"}}]`, `:1:15: this is no pattern of addresses`},
		{"certificates", `[{"matches": [{"pattern": "gopher://h/"}], "cert": {"src": "c"}}]`, `:1:15: this is no pattern of addresses`},
		{"certificates", `[{"matches": [], "cert": "c", "passphrase": 1}]`, `:1:45: "passphrase" must be a text`},

		{"newmanrc", `[]`, `:1:1: a newmanrc file must be an object`},
		{"newmanrc", `{"silent": "yes"}`, `:1:12: "silent" must be true or false`},
		{"newmanrc", `{"timeout": []}`, `:1:13: "timeout" must be a number`},
		{"newmanrc", `{"environment": {"values": []}}`, `:1:17: "environment" must be the name of a file`},
		{"newmanrc", `{"workingDir": 5}`, `:1:16: "workingDir" must be a text`},
		{"newmanrc", `{"folder": [1]}`, `:1:13: this must be a text`},
		{"newmanrc", `{"folder": {}}`, `:1:12: "folder" must be a list`},
		{"newmanrc", `{"envVar": ["a=b"]}`, `:1:13: a variable must be an object with a key and a value`},
		{"newmanrc", `{"envVar": [{"key": "a", "value": {}}]}`, `:1:13: a variable must be an object with a key and a value`},
		{"newmanrc", `{"reporter": "x"}`, `:1:14: "reporter" must be an object`},
		{"newmanrc", `{"reporter": {"json": "x"}}`, `:1:23: "json" must be an object`},
		{"newmanrc", `{"reporter": {"json": {"export": ["x"]}}}`, `:1:34: "export" must be a text, a number, or true or false`},
	} {
		if got := wrong(t, readers()[tt.kind], write(t, tt.text)); got != tt.want {
			t.Errorf("%s %.60s\n got %s\nwant %s", tt.kind, tt.text, got, tt.want)
		}
	}
}

// A jar that newman 6.2.2 has written comes back the same.
func TestJar(t *testing.T) {
	const theirs = `{"version":"tough-cookie@4.1.3-postman.1","storeType":"MemoryCookieStore","rejectPublicSuffixes":false,"cookies":[
		{"key":"a","value":"1","domain":"127.0.0.1","path":"/set","hostOnly":true,"pathIsDefault":true,"creation":"2026-11-22T19:28:14.430Z","lastAccessed":"2026-11-22T19:28:14.430Z"},
		{"key":"b","value":"two","domain":"example.com","path":"/","secure":true,"httpOnly":true,"extensions":["Foo=bar"],"hostOnly":false,"creation":"2026-11-22T19:28:14.431Z","lastAccessed":"2026-11-22T19:28:14.431Z","sameSite":"lax"},
		{"key":"c","value":"\"q\"","expires":"2096-06-09T10:18:14.000Z","maxAge":3000000000,"domain":"example.com","path":"/","hostOnly":true,"creation":"2026-11-22T19:28:14.432Z","lastAccessed":"2026-11-22T19:28:14.432Z"},
		null,
		{"key":"gone","value":"1","expires":"2001-01-01T00:00:00.000Z","domain":"example.com","path":"/","hostOnly":true},
		{"key":"never","value":"1","maxAge":"-Infinity","domain":"example.com","path":"/","hostOnly":true}]}`
	jar, ended, err := newman.Cookies(write(t, theirs))
	if err != nil || ended != 2 {
		t.Fatalf("%d ended, %v", ended, err)
	}
	got := strings.Join(strings.Fields(string(newman.Jar(jar))), "")
	for _, want := range strings.Split(theirs, "\n\t\t")[1:4] {
		if want = strings.TrimSuffix(want, ","); !strings.Contains(got, want) {
			t.Errorf("%s\nis not in %s", want, got)
		}
	}
	if n := strings.Count(got, `"key"`); n != 3 {
		t.Errorf("%d cookies were written, want 3", n)
	}
}

func TestCertificates(t *testing.T) {
	list, err := newman.Certificates(write(t, `[
		{"name": "first", "matches": ["https://api.test:8443/v1/*", {"pattern": "http://plain.test/*"}], "cert": {"src": "c"}, "key": {"src": "/k"}, "passphrase": "p"},
		{"matches": ["*://*.wide.test/*", "https+http://two.test:*/a?c"], "pfx": "x"},
		{"matches": ["<all_urls>"], "cert": "all"}]`), "dir")
	if err != nil {
		t.Fatal(err)
	}
	if c := list[0]; c.Cert != filepath.Join("dir", "c") || c.Key != "/k" || c.Passphrase.Reveal() != "p" || list[1].PFX != filepath.Join("dir", "x") {
		t.Errorf("the files are %+v", list)
	}
	for address, want := range map[string]int{
		"api.test 8443 /v1/x": 0, "api.test 443 /v1/x": 2, "api.test 8443 /v2/x": 2, "plain.test 80 /": 2,
		"wide.test 443 /": 1, "a.b.wide.test 443 /x": 1, "notwide.test 443 /": 2, "two.test 9 /abc": 1, "two.test 9 /abd": 2,
	} {
		f := strings.Fields(address)
		n := wire.Need{Host: f[0], Port: f[1], Path: f[2]}
		if got := slices.IndexFunc(list, func(c settings.Client) bool { return c.Fits(n) }); got != want {
			t.Errorf("%s is shown number %d, want %d", address, got, want)
		}
	}
}

// A pattern cannot take long, whatever it is compared with: one that tried every
// way would never end.
func TestManyStars(t *testing.T) {
	list, err := newman.Certificates(write(t, `[{"matches": ["https://h/`+strings.Repeat("*a", 2000)+`b"], "cert": "c"}]`), "")
	if err != nil {
		t.Fatal(err)
	}
	if list[0].Fits(wire.Need{Host: "h", Port: "443", Path: "/" + strings.Repeat("a", 5000)}) {
		t.Error("it fits")
	}
}

func TestOptions(t *testing.T) {
	first := write(t, `{"reporters": ["cli", "json"], "timeoutRequest": 5000, "insecure": true, "folder": "A", "color": null, "collection": "c.json",
		"reporter": {"json": {"export": "first.json"}, "cli": {"noSummary": true}}, "trust": true}`)
	second := write(t, `{"folder": ["B", "C"], "envVar": [{"key": "a", "value": 1}, {"key": "b"}], "bail": true, "insecureFileRead": false,
		"reporter": {"json": {"export": "second.json"}}, "reporterOptions": {"export": "all"}}`)
	all, read, err := newman.Options(false, filepath.Join(t.TempDir(), "none"), first, second)
	if err != nil || !slices.Equal(read, []string{first, second}) {
		t.Fatal(read, err)
	}
	var got []string
	for _, o := range all {
		got = append(got, o.Flag+"|"+strings.Join(o.Values, "|")+"|"+o.Note)
	}
	slices.Sort(got)
	want := []string{
		"bail|failure|", "env-var|a=1|b=|", "folder|B|C|", "insecure|true|", "no-insecure-file-read|true|",
		"reporter-cli-no-summary|true|", "reporter-export|all|", "reporter-json-export|second.json|", "reporters|cli|json|", "timeout-request|5000|",
		"||newman run has no such option", "||the collection is named on the command line",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	under := write(t, `{"timeout": 1, "run": {"timeout": 2}}`)
	if all, _, err = newman.Options(false, first, under); err != nil || len(all) != 1 || all[0].Values[0] != "2" {
		t.Errorf("what stands under run is not alone: %v, %v", all, err)
	}
}
