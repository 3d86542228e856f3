package example_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/example"
	"postern/engine/vars"
)

// An example is for others: neither what went out nor what came back may log
// anybody in.
func TestNoSecretGetsIntoAnExample(t *testing.T) {
	const mark = "cAnArY"
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Set-Cookie", "sid="+mark+"; Path=/")
		w.Header().Set("X-Auth-Token", mark)
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"access_token":%q,"refresh_token":%q,"note":"said %s"}`, mark+"-1", mark+"-2", mark+"-variable")
	}))
	defer srv.Close()
	q := collection.Request{
		Method: "POST", URL: collection.ParseURL(srv.URL + "/token?api_key=" + mark + "&v={{hidden}}"),
		Headers: []collection.Param{{Key: "Authorization", Value: "Bearer " + mark}, {Key: "X-V", Value: "{{hidden}}"}},
		Body:    collection.Body{Mode: "urlencoded", URLEncoded: []collection.Param{{Key: "client_secret", Value: mark}}},
		Auth:    &auth.Config{Type: "basic", Attrs: []auth.Attr{{Key: "password", Value: "known-" + mark}}},
	}
	job := collection.Job{
		ID: "1", Path: []string{"A"}, Request: q, Auth: *q.Auth,
		Scopes: vars.NewSet(vars.Layer{Vars: []vars.Var{{Name: "hidden", Value: mark + "-variable", Secret: true}}}),
	}
	e := engine.New(engine.Options{})
	defer e.Close()
	x, err := e.Send(t.Context(), job, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Response.Body.Close()
	got, err := example.Of(t.Context(), "An example", q, x)
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprintf("%+v %+v", got, *got.Original); strings.Contains(text, mark) || !strings.Contains(text, "{{hidden}}") {
		t.Errorf("a secret, or no template, in %s", text)
	}
}
