package report

import (
	"encoding/base64"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/auth"
	"postern/engine"
	"postern/engine/payload"
	"postern/engine/redact"
	"postern/engine/runner"
	"postern/engine/script"
)

// In no report stands a secret, whatever a script makes of it and wherever it
// puts it.
func TestNoReportTellsASecret(t *testing.T) {
	const secret = `s3c/r€t"&<key>+long`
	escaped := url.QueryEscape(secret)
	spelled := []string{
		secret, escaped, strings.ToLower(escaped), url.PathEscape(secret), strings.ReplaceAll(escaped, "+", "%20"),
		`s3c/r€t\"&<key>+long`, `s3c\/r€t\"&<key>+long`, `s3c/r\u20ACt\u0022\u0026\u003Ckey\u003E\u002Blong`, "s3c/r€t&quot;&amp;&lt;key&gt;+long",
		base64.StdEncoding.EncodeToString([]byte("user:" + secret)), base64.URLEncoding.EncodeToString([]byte(secret)), `s3c/r€t"&<ke` + redact.Cut,
	}
	out := &script.Outcome{}
	for _, s := range spelled {
		out.Console = append(out.Console, script.Line{Level: "log", Text: s, Args: []string{"'a'", "'" + s + "'"}})
		out.Tests = append(out.Tests, script.Test{Name: s, Error: s, Message: s})
		out.Errors = append(out.Errors, script.Error{Name: s, Message: s})
	}
	x := &engine.Exchange{Secrets: []auth.Secret{secret}, After: out, Sent: engine.Sent{Method: "GET", URL: "http://x.test/"}, Response: &engine.Response{Status: 200, Reason: secret, Body: &payload.Body{}}}
	run, _ := one(t)
	for name, make := range map[string]func(Run, string) (reporter, error){
		"junit": func(r Run, f string) (reporter, error) { return NewJUnit(r, f) },
		"html":  func(r Run, f string) (reporter, error) { return NewHTML(r, f) },
		"json":  func(r Run, f string) (reporter, error) { return NewJSON(r, f) },
	} {
		file := filepath.Join(t.TempDir(), "report")
		r, err := make(run, file)
		if err != nil {
			t.Fatal(err)
		}
		at := runner.Cursor{Length: 1, Iterations: 1}
		r.Report(runner.Iteration{Cursor: at})
		r.Report(runner.Done{Cursor: at, Ref: run.Collection.Requests()[0], Exchange: x})
		r.Report(runner.Ended{})
		if err := r.Finish(); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, piece := range []string{"s3c/r", `s3c\/r`, "s3c%2", "key>+l", "key\\u003", "key&gt;+", base64.StdEncoding.EncodeToString([]byte(secret))[4:12]} {
			if i := strings.Index(string(data), piece); i >= 0 {
				t.Errorf("%s tells %.80s", name, data[max(0, i-40):])
			}
		}
	}
}

type reporter interface {
	runner.Reporter
	Finish() error
}
