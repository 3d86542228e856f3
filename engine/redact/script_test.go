package redact_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"postern/engine/redact"
)

func TestScriptSecrets(t *testing.T) {
	for source, want := range map[string][]string{
		`const clientSecret = "sec-123"`:                         {"sec-123"},
		"let api_key=`key-123`; var x = 'innocent'":              {"key-123"},
		`pm.environment.set('accessToken', 'tok-123')`:           {"tok-123"},
		`pm.environment.set("access.token", pm.response.text())`: nil,
		`{client_secret: 'sec-123', grant_type: "password"}`:     {"sec-123"},
		`{"password": "pw-1234"}`:                                {"pw-1234"},
		`h['X-Api-Key'] = "key-123"`:                             {"key-123"},
		`header: {'Authorization': 'Bearer tok-123'}`:            {"Bearer tok-123", "tok-123"},
		`{ key: "X-Api-Key", value: "key-123" }`:                 {"key-123"},
		`if (secret === 'sec-123') {}`:                           {"sec-123"},
		`{"password": "password", token: "string"}`:              nil,
		`password: "must have eight letters"`:                    nil,
		`token: "{{token}}", password: "pw"`:                     nil,
		`pm.expect(body.token, "no token").to.be.a("string")`:    nil,
		"secret = `${a}-${b}`":                                   nil,
	} {
		var got []string
		for _, s := range redact.ScriptSecrets(source) {
			got = append(got, s.Reveal())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

// What a script holds cannot be made to take long.
func TestScriptOfManySecrets(t *testing.T) {
	var b strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&b, "secret = 'secret-%d'\n", i)
	}
	if n := len(redact.ScriptSecrets(b.String())); n != 256 {
		t.Errorf("%d texts", n)
	}
}
