package newman_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"postern/store/newman"
)

// The file of a folder sets what stays in the folder, unless the folder is
// trusted; a person's own sets everything.
func TestOptionsOfAFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	elsewhere := t.TempDir()
	for _, dir := range []string{"in", filepath.Join("in", "deep")} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"out": elsewhere, "near": "in", "gone": filepath.Join(elsewhere, "gone")} {
		if err := os.Symlink(to, link); err != nil {
			t.Skip("this system has no links")
		}
	}
	for _, tc := range []struct {
		key   string
		value any
		taken bool
	}{
		{"timeout", 5, true},
		{"bail", true, true},
		{"folder", "A", true},
		{"sslClientPassphrase", "/x", true},
		{"reporters", []string{"cli"}, true},
		{"suppressExitCode", true, true},
		{"insecureFileRead", false, true},
		{"globalVar", []map[string]string{{"key": "a", "value": "b"}}, false},
		{"reporter", map[string]any{"cli": map[string]any{"noSummary": true}}, true},
		{"insecure", true, false},
		{"sslExtraCaCerts", "ca.pem", false},
		{"envVar", []map[string]string{{"key": "a", "value": "b"}}, false},
		{"exportEnvironment", "in/a.json", true},
		{"exportEnvironment", "new/deep/a.json", true},
		{"exportEnvironment", "near/a.json", true},
		{"exportEnvironment", "../a.json", false},
		{"exportEnvironment", elsewhere, false},
		{"exportEnvironment", "out/a.json", false},
		{"exportEnvironment", "in/../out/a.json", false},
		{"exportEnvironment", "gone", false},
		{"exportEnvironment", "", false},
		{"exportCookieJar", "../a", false},
		{"cookieJar", "/a", false},
		{"workingDir", "in", true},
		{"workingDir", "/", false},
		{"workingDir", "..", false},
		{"environment", "in/e.json", true},
		{"environment", "https://evil.test/e.json", false},
		{"sslClientCert", "/a.pem", false},
		{"reporter", map[string]any{"junit": map[string]any{"export": "in/a.xml"}}, true},
		{"reporter", map[string]any{"junit": map[string]any{"export": "/a.xml"}}, false},
		{"reporterOptions", map[string]any{"export": "../a.xml"}, false},
	} {
		data, err := json.Marshal(map[string]any{tc.key: tc.value})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(".newmanrc", data, 0o600); err != nil {
			t.Fatal(err)
		}
		whole, err := filepath.Abs(".newmanrc")
		if err != nil {
			t.Fatal(err)
		}
		for _, way := range []struct {
			file           string
			trusted, taken bool
		}{{".newmanrc", false, tc.taken}, {".newmanrc", true, true}, {whole, false, true}} {
			all, _, err := newman.Options(way.trusted, way.file)
			if err != nil || len(all) != 1 || (all[0].Note == "") != way.taken {
				t.Errorf("%s, %v: %+v, %v", data, way, all, err)
			}
		}
	}
}
