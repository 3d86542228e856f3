package preview_test

import (
	"strings"
	"testing"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/vars"
	"postern/ui/preview"
)

func TestCurl(t *testing.T) {
	j := collection.Job{
		Auth: auth.Config{Type: "bearer"}.Set("token", "canary-token"),
		Request: collection.Request{
			Method: "POST", URL: collection.ParseURL("https://api.test/users?limit=25&x={{hidden}}"),
			Headers: []collection.Param{{Key: "X-Note", Value: "it's"}},
			Body:    collection.Body{Mode: "raw", Raw: `{"name":"Ada"}`, Language: "json"},
		},
		Scopes: vars.NewSet(vars.Layer{Vars: []vars.Var{{Name: "hidden", Value: "canary-hidden", Secret: true}}}),
	}
	p, err := engine.New(engine.Options{}).Prepare(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	got := preview.Curl(p)
	for _, want := range []string{"curl", "https://api.test/users?limit=25", "X-Note: it", `{"name":"Ada"}`, "Content-Type: application/json"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "canary") || strings.Contains(got, "User-Agent") {
		t.Errorf("too much in\n%s", got)
	}
}
