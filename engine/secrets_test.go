package engine_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/vars"
)

func secretJob(url string) collection.Job {
	return collection.Job{
		ID: "1", Request: collection.Request{Method: "GET", URL: collection.ParseURL(url)},
		Scopes: vars.NewSet(vars.Layer{Scope: vars.Environment, Name: "dev", Vars: []vars.Var{
			{Name: "part", Value: "middle-part"},
			{Name: "key", Value: "sk-{{part}}-canary", Secret: true},
		}}),
	}
}

// A secret made of other variables is masked as a whole.
func TestASecretMadeOfNamesIsMasked(t *testing.T) {
	e := engine.New(engine.Options{})
	defer e.Close()
	p, err := e.Prepare(t.Context(), secretJob("http://127.0.0.1/x/{{key}}"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(p.Request.URL, "sk-middle-part-canary") {
		t.Fatalf("the request goes to %s", p.Request.URL)
	}
	if got := p.Redactor().URL(p.Request.URL); strings.Contains(got, "canary") || strings.Contains(got, "middle-part") {
		t.Errorf("shown as %s", got)
	}
}

// A redirect that is not followed tells where it led, without the secrets that
// the server put into the path.
func TestARedirectsWarningMasksSecrets(t *testing.T) {
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.1:9"+r.URL.Path, http.StatusFound)
	}))
	defer srv.Close()
	e := engine.New(engine.Options{TLS: srv.Client().Transport.(*http.Transport).TLSClientConfig})
	defer e.Close()
	x, err := e.Send(t.Context(), secretJob(srv.URL+"/x/{{key}}"), nil)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(x.Warnings, "\n")
	if !strings.Contains(all, "not followed") {
		t.Fatalf("warnings: %q", all)
	}
	if !strings.HasPrefix(x.Downgrade, "http://127.0.0.1:9/x/") {
		t.Errorf("the redirect led to %q", x.Downgrade)
	}
	if strings.Contains(all, "canary") {
		t.Errorf("the warning shows the secret: %s", all)
	}
}
