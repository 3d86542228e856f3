package mask_test

import (
	"encoding/json"
	"errors"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"postern/auth"
	"postern/auth/oauth2/mask"
)

const hidden = auth.Mask

func TestIsSecret(t *testing.T) {
	for name, want := range map[string]bool{
		"client_secret": true, "password": true, "code": true, "code_verifier": true, "client_assertion": true, "assertion": true,
		"access_token": true, "REFRESH_TOKEN": true, "subject_token": true, "device_code": true, "user_code": true, "verification_uri_complete": true, "X-Api-Key": true, "Authorization": true,
		"token_type": false, "subject_token_type": false, "client_assertion_type": false, "token_type_hint": false, "refresh_token_expires_in": false,
		"scope": false, "code_challenge": false, "code_challenge_method": false, "error_codes": false, "grant_type": false, "verification_uri": false, "token_endpoint": false,
	} {
		if got := mask.IsSecret(name); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestBody(t *testing.T) {
	const opaque = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
	m := mask.New("s3cr3t/1")
	tests := []struct{ name, body, want string }{
		{"nothing", " \n", ""},
		{
			"token answer", `{"access_token":"at","expires_in":3600,"token_type":"Bearer","scope":"a b"}`,
			"{\n  \"access_token\": \"" + hidden + "\",\n  \"expires_in\": 3600,\n  \"token_type\": \"Bearer\",\n  \"scope\": \"a b\"\n}",
		},
		{"a token of another name", `{"jeton":"` + opaque + `","note":"a word"}`, "{\n  \"jeton\": \"" + hidden + "\",\n  \"note\": \"a word\"\n}"},
		{"a JWT anywhere", `{"x":["eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln",1,null,true]}`, "{\n  \"x\": [\n    \"" + hidden + "\",\n    1,\n    null,\n    true\n  ]\n}"},
		{
			"a token in an object", `{"authed_user":{"access_token":{"value":"v","n":7}}}`,
			"{\n  \"authed_user\": {\n    \"access_token\": {\n      \"value\": \"" + hidden + "\",\n      \"n\": \"" + hidden + "\"\n    }\n  }\n}",
		},
		{"a number as a token", `{"access_token":7}`, "{\n  \"access_token\": \"" + hidden + "\"\n}"},
		{
			"what is known is not hidden", `{"error":"invalid_grant","trace_id":"` + opaque + `","big":12345678901234567890}`,
			"{\n  \"error\": \"invalid_grant\",\n  \"trace_id\": \"" + opaque + "\",\n  \"big\": 12345678901234567890\n}",
		},
		{"an echo of what was sent", `{"error_description":"bad secret s3cr3t/1, or s3cr3t%2F1"}`, "{\n  \"error_description\": \"bad secret " + hidden + ", or " + hidden + "\"\n}"},
		{"an echo as a name", `{"s3cr3t/1":1}`, "{\n  \"" + hidden + "\": 1\n}"},
		{"form", "access_token=a%2Bt&expires_in=60&x=" + opaque + "&y=a+b&flag", "access_token=" + hidden + "&expires_in=60&x=" + hidden + "&y=a+b&flag"},
		{"page", "<html>\n client_secret=s3cr3t/1 <b>sorry</b>", "<html> client_secret=" + hidden + " <b>sorry</b>"},
		{"broken JSON", `{"access_token":"x y`, `{"access_token":` + hidden},
		{"escapes", "\x1b[2Jno", "[2Jno"},
		{"deep", strings.Repeat("[", 100) + `"` + opaque + `"` + strings.Repeat("]", 100), strings.Repeat("[", 100) + `"` + hidden + `"` + strings.Repeat("]", 100)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := m.Body([]byte(tt.body)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestHeader(t *testing.T) {
	got := mask.New("s3cr3t").Header(http.Header{
		"Authorization": {"Basic Zm9vOmJhcg==", "Custom x"}, "Cookie": {"sid=1"}, "Set-Cookie": {"sid=1"}, "X-Api-Key": {"k"},
		"Location": {"https://h/cb?code=c#t"}, "X-Echo": {"is s3cr3t"}, "Accept": {"application/json"},
	})
	want := http.Header{
		"Authorization": {"Basic " + hidden, hidden}, "Cookie": {hidden}, "Set-Cookie": {hidden}, "X-Api-Key": {hidden},
		"Location": {"https://h/cb"}, "X-Echo": {"is " + hidden}, "Accept": {"application/json"},
	}
	for name, values := range want {
		if strings.Join(got[name], "|") != strings.Join(values, "|") {
			t.Errorf("%s: %v, want %v", name, got[name], values)
		}
	}
}

func TestErrorKeepsWhatItIs(t *testing.T) {
	cause := errors.New("refused s3cr3t")
	err := mask.New("s3cr3t").Error(&url.Error{Op: "Post", URL: "https://h/?a=s3cr3t", Err: cause})
	if err.Error() != "refused "+hidden || !errors.Is(err, cause) {
		t.Errorf("got %v", err)
	}
}

func FuzzBody(f *testing.F) {
	for _, seed := range []string{`{"access_token":"canary-1234"}`, `access_token=canary-1234`, `[{"a":{"password":["canary-1234"]}}]`, `{"a":`, "canary-1234 \x1b[2J"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		got := mask.New("canary-1234").Body([]byte(body))
		if strings.Contains(got, "canary-1234") {
			t.Errorf("%q shows as %q", body, got)
		}
		for _, r := range got {
			if r != '\n' && r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
				t.Errorf("%q shows control characters: %q", body, got)
			}
		}
	})
}

// Servers throw a secret back as their page or their language writes it.
func TestEchoesInOtherSpellings(t *testing.T) {
	const secret = `pa&ss "w<rd" +1/ü`
	m := mask.New(secret)
	asJSON, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	for name, echo := range map[string]string{
		"as it is": secret, "query": url.QueryEscape(secret), "path": url.PathEscape(secret), "form of a browser": strings.ReplaceAll(url.QueryEscape(secret), "+", "%20"),
		"web page": html.EscapeString(secret), "JSON": string(asJSON[1 : len(asJSON)-1]), "JSON, spelled out": `pa&ss \"w<rd\" +1/ü`,
	} {
		if got := m.Text("no: "+echo+" is wrong", 200); got != "no: "+hidden+" is wrong" {
			t.Errorf("%s: %s", name, got)
		}
	}
}
