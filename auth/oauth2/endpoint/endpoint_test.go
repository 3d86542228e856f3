package endpoint_test

import (
	"testing"

	"postern/auth/oauth2/endpoint"
)

func TestPage(t *testing.T) {
	for raw, want := range map[string]string{
		"https://idp.test/a?b=c#d":      "https://idp.test/a?b=c#d",
		" http://127.0.0.1:8080/a ":     "http://127.0.0.1:8080/a",
		"HTTPS://idp.test/ü?q=ü x":      "https://idp.test/%C3%BC?q=%C3%BC%20x",
		"https://user:secret@idp.test/": "https://idp.test/",
		"file:///etc/passwd":            "",
		"javascript:alert(1)":           "",
		"https:///a":                    "",
		"https://:80/a":                 "",
		"-x":                            "",
		"":                              "",
		"//idp.test/a":                  "",
		"https://idp.test/\x1b[2J":      "",
		"https://idp\u202e.test/":       "",
	} {
		got, ok := endpoint.Page(raw)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %t", raw, got, ok)
		}
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.9.9.9": true, "::1": true, "LocalHost": true,
		"127.0.0.1.idp.test": false, "localhost.idp.test": false, "0.0.0.0": false, "": false, "10.0.0.1": false,
	} {
		if got := endpoint.IsLoopback(host); got != want {
			t.Errorf("%s: %t", host, got)
		}
	}
}
