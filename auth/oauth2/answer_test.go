package oauth2_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"postern/auth"
)

// obtain answers a token request with body and returns what comes of it.
func obtain(t *testing.T, w *wire) (auth.Token, auth.TokenCall, error) {
	t.Helper()
	var call auth.TokenCall
	ctx := auth.WithTrace(t.Context(), func(c auth.TokenCall) { call = c })
	got, err := client(w).Obtain(ctx, machine("scope", "asked"), nil)
	return got, call, err
}

func TestExpiresIn(t *testing.T) {
	const unknown = time.Duration(-1)
	tests := []struct {
		text string
		left time.Duration
		warn bool
	}{
		{`3600`, time.Hour, false},
		{`"3600"`, time.Hour, false},
		{`3600.0`, time.Hour, false},
		{`3600.5`, time.Hour + time.Second/2, false},
		{`"3600 "`, time.Hour, false},
		{`1e3`, 1000 * time.Second, false},
		{`null`, unknown, false},
		{`0`, unknown, false},
		{`-0`, unknown, false},
		{`-1`, 0, true},
		{`2147483648`, 10 * 365 * 24 * time.Hour, false},
		{`99999999999999999999`, 10 * 365 * 24 * time.Hour, false},
		{`1e400`, 10 * 365 * 24 * time.Hour, false},
		{`""`, unknown, true},
		{`"abc"`, unknown, true},
		{`true`, unknown, true},
		{`[3600]`, unknown, true},
		{`{}`, unknown, true},
		{`"NaN"`, unknown, true},
		{`"Infinity"`, unknown, true},
		{`"0x10"`, unknown, true},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got, call, err := obtain(t, &wire{body: `{"access_token":"at","expires_in":` + tt.text + `}`})
			if err != nil || got.Access != "at" {
				t.Fatalf("the token is lost: %v", err)
			}
			left := unknown
			if !got.Expiry.IsZero() {
				left = got.Expiry.Sub(born)
			}
			if left != tt.left || (len(call.Warnings) > 0) != tt.warn {
				t.Errorf("left %s, warnings %q; want %s, warning %t", left, call.Warnings, tt.left, tt.warn)
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	deep := strings.Repeat("[", 100) + strings.Repeat("]", 100)
	const form, text, html = "application/x-www-form-urlencoded", "text/plain", "text/html"
	tests := []struct {
		name, contentType, body string
		access, scope           string // access is "" for an error
		warn                    string
	}{
		{"json", "application/json", `{"access_token":"at"}`, "at", "asked", ""},
		{"json as text", text, `{"access_token":"at"}`, "at", "asked", ""},
		{"json as a form", form, `{"access_token":"at"}`, "at", "asked", ""},
		{"json as html", html, `{"access_token":"at"}`, "at", "asked", ""},
		{"no content type", "", ` {"access_token":"at"}`, "at", "asked", ""},
		{"byte order mark", "application/json", "\xef\xbb\xbf{\"access_token\":\"at\"}\n", "at", "asked", ""},
		{"trailing text", "application/json", `{"access_token":"at"} // ok`, "at", "asked", ""},
		{"form", form, "access_token=a%2Bt&scope=a+b&expires_in=60", "a+t", "a b", ""},
		{"form as text", text, "access_token=at", "at", "asked", ""},
		{"upper case", "", `{"ACCESS_TOKEN":"at","Scope":"x"}`, "at", "x", ""},
		{"duplicate key", "", `{"access_token":"first","access_token":"last"}`, "last", "asked", "more than once"},
		{"duplicate form key", "", `access_token=first&access_token=last`, "last", "asked", "more than once"},
		{"scope as a list", "", `{"access_token":"at","scope":["a","b"]}`, "at", "a b", ""},
		{"scope as a number", "", `{"access_token":"at","scope":7}`, "at", "asked", ""},
		{"optional fields odd", "", `{"access_token":"at","refresh_token":7,"id_token":[],"token_type":{},"error":false,"error_description":3}`, "at", "asked", ""},
		{"empty error", "", `{"access_token":"at","error":""}`, "at", "asked", ""},
		{"nested", "", `{"access_token":"at","x":{"access_token":"other"}}`, "at", "asked", ""},
		{"other type", "", `{"access_token":"at","token_type":"DPoP"}`, "at", "asked", "token type is DPoP"},
		{"not for a header", "", `{"access_token":"a té"}`, "a té", "asked", "do not belong in a header"},
		{"line break in the token", "", `{"access_token":"a\nt"}`, "", "", ""},
		{"c1 control in the token", "", "{\"access_token\":\"a\u009bt\"}", "", "", ""},
		{"number as token", "", `{"access_token":7}`, "", "", ""},
		{"empty token", "", `{"access_token":""}`, "", "", ""},
		{"nothing", "", ``, "", "", ""},
		{"null", "", `null`, "", "", ""},
		{"list", "", `[{"access_token":"at"}]`, "", "", ""},
		{"cut off", "", `{"access_token":"at","x":`, "", "", ""},
		{"too deep", "", `{"access_token":"at","x":` + deep + `}`, "", "", ""},
		{"web page", html, `<html><a href="/x?y=1&access_token=evil&z">`, "", "", ""},
		{"web page without a bracket", text, "see\n/x?y=1&access_token=evil", "", "", ""},
		{"too large", "", `{"access_token":"at","x":"` + strings.Repeat("x", 1<<20) + `"}`, "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, call, err := obtain(t, &wire{body: tt.body, header: http.Header{"Content-Type": {tt.contentType}}})
			if tt.access == "" {
				if e := asError(t, err); e.Kind != auth.KindAnswer || e.Hint == "" {
					t.Errorf("error %+v", e)
				}
				return
			}
			if err != nil || got.Access.Reveal() != tt.access || got.Scope != tt.scope {
				t.Fatalf("token %q for %q, %v", got.Access.Reveal(), got.Scope, err)
			}
			if all := strings.Join(call.Warnings, "\n"); (tt.warn == "") != (all == "") || !strings.Contains(all, tt.warn) {
				t.Errorf("warnings %q, want %q", all, tt.warn)
			}
		})
	}
}

// An ID token is for headers and scripts, too. One that would break out of a line
// costs no login.
func TestAnIDTokenThatIsNoLineIsLeftOut(t *testing.T) {
	got, call, err := obtain(t, &wire{body: `{"access_token":"at","refresh_token":"rt","id_token":"a\nX-Evil: 1"}`})
	if err != nil || got.Access != "at" || got.Refresh != "rt" || got.ID != "" {
		t.Errorf("token %q, %q, ID %q, %v", got.Access.Reveal(), got.Refresh.Reveal(), got.ID.Reveal(), err)
	}
	if all := strings.Join(call.Warnings, "\n"); !strings.Contains(all, "ID token") || strings.Contains(all, "Evil") {
		t.Errorf("warnings %q", all)
	}
}

func TestJWTTellsItsEnd(t *testing.T) {
	jwt := func(claims string) string {
		return "e30." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".sig"
	}
	exp := born.Add(10 * time.Minute).Unix()
	tests := []struct {
		name, token, date string
		left              time.Duration
	}{
		{"exp", jwt(fmt.Sprintf(`{"exp":%d}`, exp)), "", 10 * time.Minute},
		{"server's clock is an hour ahead", jwt(fmt.Sprintf(`{"exp":%d}`, exp+3600)), born.Add(time.Hour).Format(http.TimeFormat), 10 * time.Minute},
		{"over", jwt(`{"exp":1}`), "", 0},
		{"no exp", jwt(`{}`), "", 0},
		{"opaque", "a.b.c", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &wire{body: `{"access_token":"` + tt.token + `"}`, header: http.Header{}}
			if tt.date != "" {
				w.header.Set("Date", tt.date)
			}
			got, _, err := obtain(t, w)
			if err != nil {
				t.Fatal(err)
			}
			left, ok := got.Left(born)
			if ok != (tt.left != 0) || left != tt.left {
				t.Errorf("left %s (known: %t), want %s", left, ok, tt.left)
			}
		})
	}
}

func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{
		good, "\xef\xbb\xbf" + good, `access_token=at&expires_in=9`, `{"access_token":"at","expires_in":"1e9"}`, `{"error":"invalid_grant"}`,
		`<html>`, `null`, `{`, `{"":`, `{"a":1}{`, `{"access_token":"\u0000"}`, `error=x&access_token`, strings.Repeat(`{"a":`, 80),
	} {
		f.Add(seed, 200)
	}
	f.Fuzz(func(t *testing.T, body string, status int) {
		if status < 200 || status > 599 {
			t.Skip()
		}
		got, _, err := obtain(t, &wire{body: body, status: status})
		if (got.Access == "") != (err != nil) {
			t.Fatalf("token %q with error %v", got.Access.Reveal(), err)
		}
		if err == nil {
			return
		}
		for _, r := range asError(t, err).Error() {
			if r < ' ' || r >= 0x7f && r < 0xa0 {
				t.Fatalf("control character in %q", err)
			}
		}
	})
}

// A server that repeats itself a hundred thousand times fills no screen.
func TestWarningsAreFew(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"access_token":"at"`)
	for i := range 30_000 {
		b.WriteString(`,"k` + strconv.Itoa(i/2) + `":1`)
	}
	got, call, err := obtain(t, &wire{body: b.String() + "}"})
	if err != nil || got.Access != "at" || len(call.Warnings) == 0 || len(call.Warnings) > 20 {
		t.Errorf("%d warnings, %v", len(call.Warnings), err)
	}
}
