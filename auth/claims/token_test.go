package claims_test

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"postern/auth/claims"
)

// jwt returns a token with the payload; its signature is no signature.
func jwt(payload string) string { return compact(`{"alg":"RS256","typ":"JWT","kid":"k1"}`, payload) }

func compact(header, payload string) string {
	return encode(header) + "." + encode(payload) + ".c2lnbmF0dXJl"
}

func encode(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func decode(t *testing.T, text string) claims.Token {
	t.Helper()
	token, err := claims.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestDecode(t *testing.T) {
	padded := base64.URLEncoding.EncodeToString([]byte(`{"alg":"RS256"}`)) + "." +
		base64.URLEncoding.EncodeToString([]byte(`{"sub":"ab"}`)) + ".x="
	tests := []struct {
		name, text, sub string
		err             error
	}{
		{"as it is", jwt(`{"sub":"ab"}`), "ab", nil},
		{"white space around", "\n " + jwt(`{"sub":"ab"}`) + "\r\n", "ab", nil},
		{"with its scheme", "bearer " + jwt(`{"sub":"ab"}`), "ab", nil},
		{"padded", padded, "ab", nil},
		{"not signed", encode(`{"alg":"none"}`) + "." + encode(`{"sub":"ab"}`) + ".", "ab", nil},
		{"escaped", jwt(`{"s\u0075b":"\u00e9\n"}`), "é\n", nil},
		{"the last of two counts", jwt(`{"sub":"a","sub":"b"}`), "b", nil},
		{"nothing", "", "", claims.ErrOpaque},
		{"one word", "00QCjAl4MlV-WPXM", "", claims.ErrOpaque},
		{"two words", "ya29.a0AfH6SMB", "", claims.ErrOpaque},
		{"three words", "one.two.three", "", claims.ErrOpaque},
		{"three words, the first JSON", encode(`"x"`) + ".two.three", "", claims.ErrOpaque},
		{"four words", jwt(`{}`) + ".x", "", claims.ErrOpaque},
		{"encrypted", encode(`{"alg":"dir","enc":"A256GCM"}`) + "..aXY.dGV4dA.dGFn", "", claims.ErrEncrypted},
		{"too large", jwt(`{"sub":"` + strings.Repeat("x", 256<<10) + `"}`), "", claims.ErrTooLarge},
		{"too deep", compact(`{"alg":`+strings.Repeat("[", 100000)+`}`, `{}`), "", claims.ErrTooDeep},
		{"payload too deep", jwt(`{"a":` + strings.Repeat("[", 64) + strings.Repeat("]", 64) + `}`), "", claims.ErrTooDeep},
		{"deep enough", jwt(`{"sub":"ab","a":` + strings.Repeat("[", 63) + strings.Repeat("]", 63) + `}`), "ab", nil},
		{"brackets in texts", jwt(`{"a":"\"` + strings.Repeat("[", 99) + `","sub":"ab"}`), "ab", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := claims.Decode(tt.text)
			if !errors.Is(err, tt.err) || got.Subject() != tt.sub {
				t.Errorf("got subject %q, error %v; want %q, %v", got.Subject(), err, tt.sub, tt.err)
			}
		})
	}
}

// What a broken payload says must not be in the error, which may be logged.
func TestBrokenPayloadIsNotTold(t *testing.T) {
	for _, payload := range []string{`{"sub":"hunter2"`, `"hunter2"`, `hunter2`, `["hunter2"]`} {
		token, err := claims.Decode(jwt(payload))
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: error %v", payload, err)
		}
		if token.Header.Text("alg") != "RS256" {
			t.Errorf("%s: the header is lost", payload)
		}
	}
}

func TestDecodeKeepsSpelling(t *testing.T) {
	got := decode(t, jwt(`{"z":12345678901234567890, "a" : 1.50, "o": {"k": [1, 2]}, "z":null, "é":"\u00e9"}`))
	want := claims.Object{
		{"z", "12345678901234567890"},
		{"a", "1.50"},
		{"o", `{"k": [1, 2]}`},
		{"z", "null"},
		{"é", `"\u00e9"`},
	}
	if !slices.Equal(got.Payload, want) {
		t.Errorf("got %v, want %v", got.Payload, want)
	}
}

func TestParse(t *testing.T) {
	got, err := claims.Parse(`{"active":true,"exp":1795352616}`)
	if err != nil || !slices.Equal(got, claims.Object{{"active", "true"}, {"exp", "1795352616"}}) {
		t.Errorf("got %v, %v", got, err)
	}
	for _, text := range []string{"", "hunter2", `["hunter2"]`, `{"a":"hunter2"`, strings.Repeat(`{"a":`, 70), strings.Repeat(" ", 300<<10) + "{}"} {
		if got, err := claims.Parse(text); err == nil || got != nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%.20q: got %v, %v", text, got, err)
		}
	}
}

func TestTyped(t *testing.T) {
	at := time.Date(2026, 11, 22, 13, 3, 36, 0, time.UTC)
	token := decode(t, compact(`{"alg":"ES256","typ":"application/at+jwt"}`,
		`{"iss":"https://i.test","aud":["a","b"],"exp":1795352616,"iat":1795352616.25,"nbf":"1795352616","scp":["one two","three"],"cid":"c1"}`))
	if token.Header.Text("alg") != "ES256" || token.Type() != "at+jwt" || token.Issuer() != "https://i.test" || token.Client() != "c1" {
		t.Errorf("got %s %s %s %s", token.Header.Text("alg"), token.Type(), token.Issuer(), token.Client())
	}
	if !slices.Equal(token.Audience(), []string{"a", "b"}) || !slices.Equal(token.Scopes(), []string{"one", "two", "three"}) {
		t.Errorf("got audience %q, scopes %q", token.Audience(), token.Scopes())
	}
	if !token.Expiry().Equal(at) || !token.Payload.Time("nbf").Equal(at) || !token.Payload.Time("iat").Equal(at.Add(250*time.Millisecond)) {
		t.Errorf("got %v, %v, %v", token.Expiry(), token.Payload.Time("nbf"), token.Payload.Time("iat"))
	}
	odd := decode(t, jwt(`{"aud":7,"sub":7,"scope":{},"exp":1795352616000,"iat":"soon","nbf":1e300}`))
	if odd.Audience() != nil || odd.Subject() != "" || odd.Scopes() != nil {
		t.Errorf("got %q, %q, %q", odd.Audience(), odd.Subject(), odd.Scopes())
	}
	if !odd.Expiry().IsZero() || !odd.Payload.Time("iat").IsZero() || !odd.Payload.Time("nbf").IsZero() {
		t.Errorf("got %v, %v, %v", odd.Expiry(), odd.Payload.Time("iat"), odd.Payload.Time("nbf"))
	}
}

func TestReadable(t *testing.T) {
	tests := []struct{ name, json, want string }{
		{"exp", "1795352616", "2026-11-22 13:03:36 UTC"},
		{"iat", "1795352616.5", "2026-11-22 13:03:36.500 UTC"},
		{"auth_time", `"1795352616"`, "2026-11-22 13:03:36 UTC"},
		{"nbf", "0", "1970-01-01 00:00:00 UTC"},
		{"exp", "1795352616000", ""},
		{"exp", "NaN", ""},
		{"exp", "", ""},
		{"amr", `["pwd","mfa"]`, "password, several factors"},
		{"amr", `["pwd","ours"]`, "password, ours"},
		{"amr", `["ours"]`, ""},
		{"sub", "1795352616", ""},
		{"unheard_of", "1795352616", ""},
	}
	for _, tt := range tests {
		if got := (claims.Member{Name: tt.name, JSON: tt.json}).Readable(); got != tt.want {
			t.Errorf("%s %s: got %q, want %q", tt.name, tt.json, got, tt.want)
		}
	}
}

func TestKnownClaims(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range claims.Known() {
		if seen[c.Name] || c.Words == "" || len(c.Words) > 64 {
			t.Errorf("claim %q: twice, without words, or too wordy", c.Name)
		}
		seen[c.Name] = true
		if got, ok := claims.About(c.Name); !ok || got != c {
			t.Errorf("About(%q) = %v, %v", c.Name, got, ok)
		}
	}
	for _, name := range []string{"azp", "cid", "amr", "appid", "realm_access", "client_id"} {
		if !seen[name] {
			t.Errorf("%s is not explained", name)
		}
	}
	if c, ok := claims.About("unheard_of"); ok {
		t.Errorf("got %v for an unknown claim", c)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(jwt(`{"sub":"a","aud":["b"],"exp":1e9,"amr":["pwd"]}`))
	f.Add(encode(`{"enc":"x"}`) + "....")
	f.Add(jwt(`{"exp":"-1e999","iat":-62135596801,"scp":[["x"],"y"]}`))
	f.Fuzz(func(t *testing.T, text string) {
		token, err := claims.Decode(text)
		if err != nil && token.Payload != nil {
			t.Error("a payload beside an error")
		}
		for _, m := range slices.Concat(token.Header, token.Payload) {
			_ = m.Readable()
			if m.JSON == "" {
				t.Errorf("%q has no value", m.Name)
			}
		}
		for _, at := range []time.Time{token.Expiry(), token.Payload.Time("iat"), token.Payload.Time("nbf")} {
			if y := at.Year(); y < 1 || y > 9999 {
				t.Errorf("year %d", y)
			}
		}
		_, _, _, _ = token.Audience(), token.Scopes(), token.Client(), token.Type()
	})
}
