package redact_test

import (
	"slices"
	"testing"

	"postern/auth"
	"postern/engine/redact"
)

// What is masked by its name is also found elsewhere, by whoever asks for it.
func TestSecretsByName(t *testing.T) {
	for _, tc := range []struct {
		name string
		got  []auth.Secret
		want []string
	}{
		{"a credential", redact.HeaderSecrets("Authorization", "Bearer tok-123"), []string{"Bearer tok-123", "tok-123"}},
		{"cookies", redact.HeaderSecrets("cookie", `a=first-1; short=de; b="second"`), []string{"first-1", `"second"`, "second"}},
		{"a set cookie, without its attributes", redact.HeaderSecrets("Set-Cookie", "sid=session-1; Path=/somewhere"), []string{"session-1"}},
		{"a header named like one", redact.HeaderSecrets("X-Api-Key", "key-123"), []string{"key-123"}},
		{"another header", redact.HeaderSecrets("Accept", "text/plain"), nil},
		{"where a redirect leads", redact.HeaderSecrets("Location", "/cb?code=a%2Fb-123&state=1234567"), []string{"a%2Fb-123", "a/b-123"}},
		{"a password and a fragment", redact.URLSecrets("https://u:pass-word@h/p?x=1#access_token=tok-123"), []string{"pass-word", "tok-123"}},
		{"an address without any", redact.URLSecrets("https://h/p"), nil},
		{"members of JSON", redact.BodySecrets(`{"a":{"password" : "x\"y-123"},"code":"E0000011","token":"abc"}`), []string{`x"y-123`}},
		{"a form", redact.BodySecrets("grant_type=password&password=pass%20word"), []string{"pass%20word", "pass word"}},
		{"a form in parts", redact.BodySecrets(form("password", "pass word") + form("a", "other text") + "--x--"), []string{"pass word"}},
	} {
		var got []string
		for _, s := range tc.got {
			got = append(got, s.Reveal())
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}
