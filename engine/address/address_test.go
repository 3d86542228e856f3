package address_test

import (
	"bufio"
	"bytes"
	"net/http"
	"strings"
	"testing"

	"postern/engine/address"
)

// target is what net/http writes on the request line.
func target(t *testing.T, u address.URL) string {
	t.Helper()
	var out bytes.Buffer
	req := &http.Request{Method: "GET", URL: u.Go(), Host: u.HostHeader(), Header: http.Header{}}
	if err := req.Write(&out); err != nil {
		t.Fatalf("write %s: %v", u, err)
	}
	line, _ := bufio.NewReader(&out).ReadString('\n')
	return strings.TrimSuffix(strings.TrimPrefix(line, "GET "), " HTTP/1.1\r\n")
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ name, text, host, target string }{
		{"path characters", "http://h/[a]|b^c'd!$&()*+,;=:@~\\e/ü/%zz/%2f", "h", "/[a]|b^c'd!$&()*+,;=:@~/e/%C3%BC/%zz/%2f"},
		{"query characters", "http://h/?q=[a]|b^c'd\\e`{}\"<>/?ü%zz", "h", "/?q=[a]|b^c%27d\\e`{}%22%3C%3E/?%C3%BC%zz"},
		{"fragment is not sent", "http://h/a b?x=1 2#f", "h", "/a%20b?x=1%202"},
		{"unresolved names", "http://h/{{}}?x={{nope}}", "h", "/%7B%7B%7D%7D?x={{nope}}"},
		{"blanks in a name", "http://h/{{ a }}", "h", "/%7B%7B%20a%20%7D%7D"},
		{"upper case", "HTTP://EXAMPLE.com", "example.com", "/"},
		{"no scheme", "localhost:8080/x", "localhost:8080", "/x"},
		{"two parameters from one value", "http://h/?a=x&y=1", "h", "/?a=x&y=1"},
		{"stray percent", "http://h/?a=50%", "h", "/?a=50%"},
		{"plus stays", "http://h/a+b?c+d", "h", "/a+b?c+d"},
		{"bare question mark", "http://h/a?", "h", "/a?"},
		{"empty members", "http://h/?a&&b=&", "h", "/?a&&b=&"},
		{"dot segments stay", "http://h/a/../b/./c", "h", "/a/../b/./c"},
		{"double slash inside", "http://h/a//b", "h", "/a//b"},
		{"double slash first", "http://h//a/b?c", "h", "//a/b?c"},
		{"double slash first, encoded", "http://h//a b", "h", "//a%20b"},
		{"double slash first, odd", "http://h//a|b", "h", "http://h//a|b"},
		{"default port", "https://h:443/", "h", "/"},
		{"other port", "https://h:80/", "h:80", "/"},
		{"IPv6", "http://[::1]:8080/x", "[::1]:8080", "/x"},
		{"IPv4 short", "http://127.1/", "127.0.0.1", "/"},
		{"IPv4 mixed", "http://0x7f.1/", "127.0.0.1", "/"},
		{"IPv4 number", "http://2130706433/", "127.0.0.1", "/"},
		{"IPv4 octal", "http://010.0.0.1/", "8.0.0.1", "/"},
		{"not IPv4", "http://1.2.3.4.5/", "1.2.3.4.5", "/"},
		{"not IPv4 either", "http://256.1.1.1/", "256.1.1.1", "/"},
		{"international", "http://Bücher.example/ü", "xn--bcher-kva.example", "/%C3%BC"},
		{"international, all", "http://日本語。jp/", "xn--wgv71a119e.jp", "/"},
		{"userinfo", "http://u:p:q@h/", "h", "/"},
		{"at sign in path", "http://h/@a", "h", "/@a"},
		{"backslashes", `http:\\h\a`, "h", `/a`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u := address.Parse(tt.text, false)
			if got := u.HostHeader(); got != tt.host {
				t.Errorf("host %q, want %q", got, tt.host)
			}
			if got := target(t, u); got != tt.target {
				t.Errorf("target %q, want %q", got, tt.target)
			}
			again := address.Split(u.String())
			if again.String() != u.String() || again.Origin() != u.Origin() {
				t.Errorf("Split(%s) is %s", u, again)
			}
		})
	}
}

func TestParseVerbatim(t *testing.T) {
	u := address.Parse("http://H/a\"b|é?x='1'", true)
	if u.Path != "/a\"b|é" || u.Query != "x='1'" || u.Host != "h" {
		t.Errorf("got %q %q %q", u.Host, u.Path, u.Query)
	}
}

func TestUserinfoStaysOutOfTheText(t *testing.T) {
	u := address.Parse("http://user:p%40ss@h/x", false)
	if u.User != "user" || u.Password != "p%40ss" || u.String() != "http://h/x" {
		t.Errorf("user %q, password %q, %s", u.User, u.Password, u)
	}
}

func TestResolve(t *testing.T) {
	from := address.Parse("https://h:8443/a/b/c?q#f", false)
	for location, want := range map[string]string{
		"https://other/x":        "https://other/x",
		"HTTP://Other/x y":       "http://other/x%20y",
		"//other/x":              "https://other/x",
		"/x?y#z":                 "https://h:8443/x?y#z",
		"/x/../y/./z":            "https://h:8443/y/z",
		"d":                      "https://h:8443/a/b/d",
		"../d":                   "https://h:8443/a/d",
		"../../../../d":          "https://h:8443/d",
		"..":                     "https://h:8443/a/",
		"?r=1":                   "https://h:8443/a/b/c?r=1",
		"#g":                     "https://h:8443/a/b/c?q#g",
		" /x ":                   "https://h:8443/x",
		"/x?next=http://e/":      "https://h:8443/x?next=http://e/",
		"https://e\\@h/":         "https://e/@h/",
		"/ü|":                    "https://h:8443/%C3%BC|",
		"a:b":                    "",
		"file:///etc/passwd":     "",
		"javascript:alert(1)":    "",
		"gopher://h/":            "",
		"https:/x":               "",
		"javascript:x?u=http://": "",
	} {
		got, err := from.Resolve(location, false)
		if (err != nil) != (want == "") || err == nil && got.String() != want {
			t.Errorf("Resolve(%q) = %s, %v; want %s", location, got, err, want)
		}
	}
}

func TestOrigin(t *testing.T) {
	origin := func(s string) string { return address.Parse(s, false).Origin() }
	if origin("https://h/a") != origin("https://H:443/b") {
		t.Error("the default port makes another origin")
	}
	for _, other := range []string{"http://h/", "https://h:8443/", "https://a.h/", "https://h.h/"} {
		if origin(other) == origin("https://h/") {
			t.Errorf("%s has the origin of https://h/", other)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("http://u:p@h:1/a?b#c")
	f.Add("{{x}}//?#")
	f.Fuzz(func(t *testing.T, text string) {
		u := address.Parse(text, false)
		for _, part := range []string{u.Path, u.Query, u.Fragment} {
			if strings.ContainsFunc(part, func(r rune) bool { return r <= 0x20 || r >= 0x7f }) {
				t.Errorf("%q of %q is not encoded", part, text)
			}
		}
		if again := address.Split(u.String()); again.Path != u.Path && !strings.ContainsAny(u.Scheme+u.Authority(), "/?#") {
			t.Errorf("Split(%q) has the path %q", u, again.Path)
		}
	})
}
