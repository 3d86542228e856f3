package settings_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/store/settings"
)

// inFolder writes files into a folder of settings.
func inFolder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// What is wrong is said with its place, and the rest applies.
func TestProblems(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"good", `{"timeout": 5000, "certificates": [], "authorities": [], "proxies": [], "insecureHosts": ["localhost:8443"]}`, ""},
		{"empty", `{}`, ""},
		{"BOM", "\ufeff{}", ""},
		{"no object", `[]`, `:1:1: the settings must be an object; write it in braces: {…}`},
		{"no JSON", "{\n  \"timeout\": 1,\n}", `:3:1: unexpected '}' where a "key" should be; correct it; nothing of the file applies`},
		{
			"unknown key", "{\n\t\"timeOut\": 1\n}",
			`:2:13: "timeOut" is not known in the settings; known are authorities, certificates, history, insecureHosts, links, proxies, theme, timeout`,
		},
		{"twice", `{"timeout": 1, "timeout": 2}`, `:1:27: "timeout" stands there twice; leave one`},
		{"column counts characters", `{"proxies": [{"url": "http://ü"}], "timeout": "1"}`, `:1:47: the timeout must be a number of milliseconds; 30000 is half a minute, 0 no limit`},
		{"days of the history", `{"history": {"days": 0}}`, `:1:22: "days" must be a whole number from 1 to 3650; write it without quotes`},
		{"megabytes of the history", `{"history": {"megabytes": "200"}}`, `:1:27: "megabytes" must be a whole number from 1 to 1048576; write it without quotes`},
		{"headers of links", `{"links": {"retainHeaders": 1}}`, `:1:29: "retainHeaders" must be true or false; write it without quotes`},
		{"bodies of the history", `{"history": {"bodies": "no"}}`, `:1:24: "bodies" must be true or false; write it without quotes`},
		{"history", `{"history": false}`, `:1:13: the history must be an object; write it in braces: {…}`},
		{"negative", `{"timeout": -1}`, `:1:13: the timeout must be a number of milliseconds; 30000 is half a minute, 0 no limit`},
		{"no list", `{"proxies": {}}`, `:1:13: "proxies" must be a list; write it in brackets: […]`},
		{"everything insecure", `{"insecureHosts": ["*:443"]}`, `:1:20: checking certificates is never switched off for every server; name the hosts; for one run there is --insecure`},
		{
			"host with scheme", `{"insecureHosts": ["https://localhost"]}`,
			`:1:20: this is no host; api.example.com, *.example.com or *; for a port other than 443 with ":8443" or ":*" behind it`,
		},
		{"authority without file", `{"authorities": [{"host": "a.test"}]}`, `:1:18: an authority needs "file"; add it`},
		{"PFX beside PEM", `{"certificates": [{"host": "a.test", "cert": "c", "pfx": "x"}]}`, `:1:19: a certificate needs either "cert" or "pfx"; cert is PEM, with key beside it; pfx holds both`},
		{"no file of a certificate", `{"certificates": [{"host": "a.test", "key": "k"}]}`, `:1:19: a certificate needs either "cert" or "pfx"; cert is PEM, with key beside it; pfx holds both`},
		{
			"passphrase", `{"certificates": [{"host": "a.test", "cert": "c", "passphrase": "s3cret"}]}`,
			`:1:65: a passphrase is not written here; put it into an environment variable or a file, and name that in passphraseEnv or passphraseFile`,
		},
		{"two passphrases", `{"certificates": [{"host": "a.test", "cert": "c", "passphraseEnv": "A", "passphraseFile": "f"}]}`, `:1:19: the passphrase is in two places; leave passphraseEnv or passphraseFile`},
		{"not a text", `{"certificates": [{"host": "a.test", "cert": 1}]}`, `:1:46: this must be a text; write it in quotes: "…"`},
		{"proxy's scheme", `{"proxies": [{"url": "ftp://u:s3cret@p"}]}`, `:1:22: the proxy has an address without a scheme that is known; http://proxy.example.com:3128; https, socks5 and socks5h are known too`},
		{"proxy's address", `{"proxies": [{"url": "http://u:s3cret@p:x"}]}`, `:1:22: the proxy has an address that cannot be read; http://proxy.example.com:3128; https, socks5 and socks5h are known too`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := inFolder(t, map[string]string{settings.FileName: tt.text})
			var got []string
			for _, p := range settings.New(dir, settings.Override{}).Config().Problems {
				got = append(got, strings.TrimPrefix(p, filepath.Join(dir, settings.FileName)))
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
				t.Error(diff)
			}
			if strings.Contains(strings.Join(got, ""), "s3cret") {
				t.Error("a secret is told")
			}
		})
	}
}

func TestTheRestApplies(t *testing.T) {
	dir := inFolder(t, map[string]string{settings.FileName: `{
		"wrong": 1,
		"insecureHosts": ["a.test", "*", "b.test:8443"],
		"certificates": [{"host": "a.test"}, {"host": "b.test", "cert": "b.pem"}],
		"timeout": 1500
	}`})
	c := settings.New(dir, settings.Override{}).Config()
	if diff := cmp.Diff([]string{"a.test", "b.test:8443"}, c.Insecure); diff != "" {
		t.Error(diff)
	}
	if len(c.Problems) != 3 || len(c.Certificates) != 1 || c.Certificates[0].Hosts != "b.test" || c.Timeout != 1500*time.Millisecond {
		t.Errorf("%+v", c)
	}
}

// Nothing is read before it is needed, and then once.
func TestReadLate(t *testing.T) {
	dir := inFolder(t, nil)
	s := settings.New(dir, settings.Override{})
	write := func(ms int) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, settings.FileName), fmt.Appendf(nil, `{"timeout": %d}`, ms), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(1)
	if got := s.Config().Timeout; got != time.Millisecond {
		t.Errorf("timeout %v: it was read too early", got)
	}
	write(2)
	if got := s.Config().Timeout; got != time.Millisecond {
		t.Errorf("timeout %v: it was read twice", got)
	}
}

func TestDir(t *testing.T) {
	t.Setenv("POSTERN_CONFIG", "/own")
	if got := settings.Dir(); got != "/own" {
		t.Errorf("POSTERN_CONFIG is not heeded: %q", got)
	}
	t.Setenv("POSTERN_CONFIG", "")
	t.Setenv("XDG_CONFIG_HOME", "/xdg")
	if got := settings.Dir(); got != filepath.Join("/xdg", "postern") {
		t.Errorf("XDG_CONFIG_HOME is not heeded: %q", got)
	}
}

// A member of the history that is wrong leaves the others as they are.
func TestHistory(t *testing.T) {
	for text, want := range map[string]settings.History{
		`{}`: {},
		`{"history": {"days": 7, "megabytes": 50, "bodies": true}}`: {Age: 7 * 24 * time.Hour, Bytes: 50 << 20},
		`{"history": {"bodies": false}}`:                            {NoBodies: true},
		`{"history": {"days": -1, "megabytes": 50, "bodies": 0}}`:   {Bytes: 50 << 20, NoBodies: true},
		`{"history": []}`: {},
	} {
		dir := inFolder(t, map[string]string{settings.FileName: text})
		if got := settings.New(dir, settings.Override{}).History(); got != want {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

func TestRetainHeaders(t *testing.T) {
	for text, want := range map[string]bool{
		`{}`: true, `{"links": {}}`: true, `{"links": {"retainHeaders": true}}`: true,
		`{"links": {"retainHeaders": false}}`: false, `{"links": {"retainHeaders": "yes"}}`: false,
	} {
		dir := inFolder(t, map[string]string{settings.FileName: text})
		if got := settings.New(dir, settings.Override{}).RetainHeaders(); got != want {
			t.Errorf("%s retains headers: %v", text, got)
		}
	}
}
