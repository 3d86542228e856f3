package profile_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/engine/profile"
)

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       profile.Behavior
	}{
		{"nothing", `{}`, profile.Behavior{MaxRedirects: 10}},
		{"all of it", `{
			"followRedirects": false, "maxRedirects": 3, "followOriginalHttpMethod": true,
			"followAuthorizationHeader": true, "removeRefererHeaderOnRedirect": true,
			"followInsecureRedirects": true, "disableBodyPruning": true, "disableUrlEncoding": true,
			"disableCookies": true, "strictSSL": false, "protocolVersion": "http2",
			"tlsDisabledProtocols": ["TLSv1_2", 3], "tlsCipherSelection": ["A", "B"],
			"disabledSystemHeaders": {"User-Agent": true, "Accept": false},
			"insecureHTTPParser": true, "tlsPreferServerCiphers": true, "of another day": {}
		}`, profile.Behavior{
			Stay: true, MaxRedirects: 3, KeepMethod: true, KeepAuth: true, NoReferer: true, Downgrade: true,
			KeepBody: true, VerbatimURL: true, NoCookies: true, Insecure: true, Protocol: "http2",
			TLSOff: []string{"TLSv1_2"}, Ciphers: []string{"A", "B"}, Off: map[string]bool{"user-agent": true},
			Ignored: []string{"insecureHTTPParser"},
		}},
		{
			"what is so anyway", `{"followRedirects": true, "strictSSL": true, "insecureHTTPParser": false}`,
			profile.Behavior{MaxRedirects: 10},
		},
		{
			"null is not there", `{"followRedirects": null, "strictSSL": null, "maxRedirects": null, "disableCookies": null, "protocolVersion": null}`,
			profile.Behavior{MaxRedirects: 10},
		},
		{
			"truth in other words", `{"followRedirects": "False", "strictSSL": 0, "disableCookies": "yes", "disableUrlEncoding": ""}`,
			profile.Behavior{MaxRedirects: 10, Stay: true, Insecure: true, NoCookies: true},
		},
		{
			"of another type", `{"maxRedirects": "many", "tlsDisabledProtocols": "TLSv1_2"}`,
			profile.Behavior{MaxRedirects: 10},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var m map[string]any
			if err := json.Unmarshal([]byte(tt.text), &m); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, profile.Read(m)); d != "" {
				t.Error(d)
			}
		})
	}
}

// A number is one whether it was read from a file or set by a script.
func TestReadNumbers(t *testing.T) {
	for _, v := range []any{json.Number("2"), 2.0, 2} {
		if got := profile.Read(map[string]any{"maxRedirects": v}).MaxRedirects; got != 2 {
			t.Errorf("%T comes to %d", v, got)
		}
	}
}
