package redact_test

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"postern/auth"
	"postern/engine/address"
	"postern/engine/redact"
	"postern/engine/vars"
)

const m = auth.Mask

func TestText(t *testing.T) {
	secret := `p/+"&s<ß w0rd`
	r := redact.New(auth.Secret(secret), "abc", "shorter-key", "shorter-key-longer")
	for name, tt := range map[string][2]string{
		"raw":           {"x " + secret + " y", "x " + m + " y"},
		"form":          {"k=" + url.QueryEscape(secret), "k=" + m},
		"query":         {"k=" + strings.ReplaceAll(url.QueryEscape(secret), "+", "%20"), "k=" + m},
		"json":          {`{"k":"p/+\"&s<ß w0rd"}`, `{"k":"` + m + `"}`},
		"json html":     {`{"k":"p/+\"\u0026s\u003cß w0rd"}`, `{"k":"` + m + `"}`},
		"small digits":  {"k=" + strings.NewReplacer("%2F", "%2f", "%2B", "%2b", "%3C", "%3c", "%C3%9F", "%c3%9f").Replace(url.QueryEscape(secret)), "k=" + m},
		"json of PHP":   {`{"k":"p\/+\"&s<ß w0rd"}`, `{"k":"` + m + `"}`},
		"json in ASCII": {`{"k":"p/+\"&s<\u00df w0rd"}`, `{"k":"` + m + `"}`},
		"json of .NET":  {`{"k":"p/\u002B\u0022\u0026s\u003C\u00DF w0rd"}`, `{"k":"` + m + `"}`},
		"html":          {"<b>p/+&#34;&amp;s&lt;ß w0rd</b>", "<b>" + m + "</b>"},
		"xml":           {"<b>p/+&quot;&amp;s&lt;ß w0rd</b>", "<b>" + m + "</b>"},
		"too short":     {"abc", "abc"},
		"longest first": {"shorter-key-longer shorter-key", m + " " + m},
		"nothing":       {"plain", "plain"},
	} {
		if got := r.Text(tt[0]); got != tt[1] {
			t.Errorf("%s: %q, want %q", name, got, tt[1])
		}
	}
	if got := (redact.Redactor{}).Text("x"); got != "x" {
		t.Errorf("zero value: %q", got)
	}
}

// A key of several lines is masked line by line, too.
func TestTextOfSeveralLines(t *testing.T) {
	r := redact.New("-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\nshort\n-----END KEY-----\n")
	for in, want := range map[string]string{
		"a MIIEvQIBADANBgkqhkiG b": "a " + m + " b", "-----BEGIN KEY-----\r\nMIIEvQIBADANBgkqhkiG\r\n": "-----BEGIN KEY-----\r\n" + m + "\r\n", "short": "short",
	} {
		if got := r.Text(in); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestAnd(t *testing.T) {
	some, none := redact.New("one-key", "inner"), redact.Redactor{}
	both := some.And(redact.New("two-key", "-inner-"))
	if got, want := both.Text("one-key two-key -inner-"), m+" "+m+" -"+m+"-"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := some.Text("two-key"); got != "two-key" {
		t.Errorf("it learned %q", got)
	}
	if a, b := none.And(some).Text("one-key"), some.And(none).Text("one-key"); a != m || b != m {
		t.Errorf("with none: %q, %q", a, b)
	}
}

// A header carries a letter beyond ASCII as one byte, if it can.
func TestTextAsAHeaderSpellsIt(t *testing.T) {
	r := redact.New("sécret-é", "日本語の")
	for in, want := range map[string]string{"a s\xe9cret-\xe9 b": "a " + m + " b", "sécret-é": m, "日本語の": m} {
		if got := r.Text(in); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}

// An address keeps the separators a person typed and encodes the rest.
func TestTextAsAnAddressSpellsIt(t *testing.T) {
	for _, secret := range []string{`a/b c&d`, `x=y+z "q"`, `it's/so{1}`, `p?q<r>;s`, "ß/ö=ü"} {
		r := redact.New(auth.Secret(secret))
		path := address.Parse("https://h/"+strings.NewReplacer("?", "%3F", "#", "%23").Replace(secret), false).String()
		for _, u := range []string{path, address.Parse("https://h/p?k="+secret, false).String()} {
			if got := r.URL(u); !strings.Contains(got, m) {
				t.Errorf("%q stays readable in %s", secret, got)
			}
		}
	}
}

func TestTextInsideBase64(t *testing.T) {
	secret := "correct-horse"
	r := redact.New(auth.Secret(secret))
	for _, user := range []string{"a", "ab", "abc", "日本"} {
		for _, tail := range []string{"", "x", "xy"} {
			for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding} {
				got := r.Text(enc.EncodeToString([]byte(user + ":" + secret + tail)))
				if !strings.Contains(got, m) {
					t.Errorf("%s:…%s stays readable: %s", user, tail, got)
				}
			}
		}
	}
}

func TestHeader(t *testing.T) {
	r := redact.New("topsecret")
	for _, tt := range []struct{ name, value, want string }{
		{"Authorization", "Bearer abc", "Bearer " + m},
		{"authorization", "abc", m},
		{"Authorization", "topsecret and more", m + " " + m},
		{"Authorization", "5f2b8c1e9d7a4f60b3c2d1e0 x", m},
		{"Proxy-Authorization", "Basic x", "Basic " + m},
		{"Authorization", `Digest username="u", response="r"`, "Digest " + m},
		{"Cookie", "a=1; b=2", "a=" + m + "; b=" + m},
		{"Set-Cookie", "sid=1; Path=/; HttpOnly", "sid=" + m + "; Path=/; HttpOnly"},
		{"X-API-Key", "k", m},
		{"x_api_key", "k", m},
		{"X-Vault-Token", "k", m},
		{"DPoP", "k", m},
		{"Postman-Token", "k", "k"},
		{"X-Api-Key", "", ""},
		{"X-Trace", "a topsecret b", "a " + m + " b"},
		{"Location", "https://h/cb?code=1&state=2#access_token=3", "https://h/cb?code=" + m + "&state=2#access_token=" + m},
		{"Accept", "*/*", "*/*"},
	} {
		if got := r.Header(tt.name, tt.value); got != tt.want {
			t.Errorf("%s: %s = %q, want %q", tt.name, tt.value, got, tt.want)
		}
	}
}

// form is a part of a multipart form.
func form(name, value string) string {
	return "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\nContent-Type: text/plain\r\n\r\n" + value + "\r\n"
}

func TestBody(t *testing.T) {
	r := redact.New("topsecret")
	for in, want := range map[string]string{
		`{"access_token":"t","expires_in":60,"token_type":"Bearer"}`:       `{"access_token":"` + m + `","expires_in":60,"token_type":"Bearer"}`,
		`{"a":{"refreshToken" : "x\"y"},"b":["topsecret"]}`:                `{"a":{"refreshToken" : "` + m + `"},"b":["` + m + `"]}`,
		`{"client_secret":"","password":{"value":"topsecret"}}`:            `{"client_secret":"","password":{"value":"` + m + `"}}`,
		`{"code":"E0000011","x":"password","y":"z"}`:                       `{"code":"E0000011","x":"password","y":"z"}`,
		`{"passwordChanged":"2026-06-24T16:39:19.000Z","password":"2026"}`: `{"passwordChanged":"2026-06-24T16:39:19.000Z","password":"` + m + `"}`,
		`access_token=t&token_type=b`:                                      `access_token=` + m + `&token_type=b`,
		form("password", "p\r\nq") + form("a", "b") + "--x--\r\n":          form("password", m) + form("a", "b") + "--x--\r\n",
		strings.TrimSpace(form("api_key", "cut")):                          strings.TrimSpace(form("api_key", m)),
		"a=b? token=x": "a=b? token=x",
		"":             "",
	} {
		if got := r.Body(in); got != want {
			t.Errorf("%s\nbecame %s\nwant   %s", in, got, want)
		}
	}
}

func TestURL(t *testing.T) {
	r := redact.New("topsecret")
	for in, want := range map[string]string{
		"https://h/p":                            "https://h/p",
		"https://u:p@h/p":                        "https://u:" + m + "@h/p",
		"https://u@h/p?x=a@b":                    "https://u@h/p?x=a@b",
		"https://h/?access_token=t&a=1":          "https://h/?access_token=" + m + "&a=1",
		"https://h/?a&&access_token=&api_key":    "https://h/?a&&access_token=&api_key",
		"https://h/?client-secret=t&x_api_key=u": "https://h/?client-secret=" + m + "&x_api_key=" + m,
		"https://h/?private_token=t&after=u":     "https://h/?private_token=" + m + "&after=u",
		"https://h/topsecret?x=topsecret":        "https://h/" + m + "?x=" + m,
		"https://h/?q=1?access_token=t":          "https://h/?q=1?access_token=" + m,
	} {
		if got := r.URL(in); got != want {
			t.Errorf("%s = %s, want %s", in, got, want)
		}
	}
}

func TestUse(t *testing.T) {
	r := redact.New("s3cret-value")
	for _, tc := range []struct {
		name, want string
		use        vars.Use
	}{
		{"a secret", auth.Mask, vars.Use{Name: "a", Value: "x", Secret: true}},
		{"named like one", auth.Mask, vars.Use{Name: "client_secret", Value: "x"}},
		{"nothing to hide", "x", vars.Use{Name: "a", Value: "x"}},
		{"a secret inside", "id=" + auth.Mask, vars.Use{Name: "a", Value: "id=s3cret-value"}},
		{"empty", "", vars.Use{Name: "client_secret", Secret: true}},
	} {
		if got := r.Use(tc.use); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}
