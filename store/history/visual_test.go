package history_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine"
	"postern/engine/payload"
	"postern/engine/script"
	"postern/store/history"
)

// The page that scripts made is kept as lines, without a secret, wherever it
// would have been cut; where no bodies are kept it is not either.
func TestVisual(t *testing.T) {
	secret := "s3cret-" + strings.Repeat("x", 80) // longer than a cell
	for _, bodies := range []bool{true, false} {
		x := &engine.Exchange{
			ItemID: "i", Path: []string{"c", "i"}, Started: time.Now(), Sent: engine.Sent{Method: "GET", URL: "http://a.test/"},
			Secrets:  []auth.Secret{auth.Secret(secret)},
			Response: &engine.Response{Status: 200, Body: payload.FromBytes([]byte(`{"ok":true}`))},
			After: &script.Outcome{Visual: &script.Visual{
				Template: "t", Data: []byte(`{"token":"` + secret + `"}`),
				HTML: "<h1>Found</h1><table><tr><td>日本</td><td>" + secret + "</td></tr><tr><td>a</td><td>b</td></tr></table>",
			}},
		}
		log := in(t, t.TempDir(), history.Limits{NoBodies: !bodies})
		got, _, err := log.Get(t.Context(), add(t, log, x, history.Meta{}))
		if err != nil {
			t.Fatal(err)
		}
		if !bodies {
			if got.After != nil {
				t.Errorf("without bodies it has %+v", got.After)
			}
			continue
		}
		want := &script.Outcome{Visual: &script.Visual{Text: []string{"Found", "", "日本  " + auth.Mask, "a     b"}}}
		if d := cmp.Diff(want, got.After); d != "" {
			t.Error(d)
		}
	}
}
