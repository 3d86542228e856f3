package example_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/example"
	"postern/engine/payload"
)

// answered is an exchange whose token was canary-token.
func answered(contentType, body string) *engine.Exchange {
	return &engine.Exchange{
		Secrets: []auth.Secret{"canary-token"},
		Response: &engine.Response{
			Status: 201, Reason: "Created", Body: payload.FromBytes([]byte(body)),
			Header: http.Header{"Set-Cookie": {"sid=canary-cookie"}, "Content-Type": {contentType}, "X-Echo": {"got canary-token"}},
		},
	}
}

func TestAnswer(t *testing.T) {
	for _, tt := range []struct{ name, contentType, body, want, preview string }{
		{"JSON", "application/json", `{"t": "canary-token"}`, `{"t": "••••••••"}`, "json"},
		{"HTML", "text/html", "<!doctype html><p>hi", "<!doctype html><p>hi", "html"},
		{"text", "text/plain", "hi", "hi", "text"},
		{"text in Latin-1", "text/plain; charset=iso-8859-1", "caf\xe9", "café", "text"},
		{"text of an unknown charset", "text/plain; charset=klingon", "caf\xe9", "caf\ufffd", "text"},
		{"nothing", "", "", "", "text"},
		{"a picture", "image/png", "\x89PNG\r\n\x1a\n\x00\x00", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, err := example.Of(t.Context(), "N", collection.Request{Method: "GET"}, answered(tt.contentType, tt.body))
			if err != nil {
				t.Fatal(err)
			}
			want := collection.Example{
				Name: "N", Original: &collection.Request{Method: "GET"}, Status: "Created", Code: 201, Preview: tt.preview, Body: tt.want,
				Header: []collection.Param{{Key: "Content-Type", Value: tt.contentType}, {Key: "Set-Cookie", Value: "sid=••••••••"}, {Key: "X-Echo", Value: "got ••••••••"}},
			}
			if d := cmp.Diff(want, e); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestRequestKeepsTemplatesAndLosesSecrets(t *testing.T) {
	q := collection.Request{
		Auth:    &auth.Config{Type: "bearer", Attrs: []auth.Attr{{Key: "token", Value: "canary-auth"}}},
		Headers: []collection.Param{{Key: "Authorization", Value: "Bearer {{token}}"}, {Key: "X-Api-Key", Value: "{{a}}{{b}}"}, {Key: "X-Secret", Value: "canary-{{b}}"}, {Key: "Accept", Value: "*/*"}},
		URL:     collection.ParseURL("http://me:canary-password@h/canary-token?access_token=canary-query&code={{code}}&q=1"),
		Body: collection.Body{
			Raw: "t=canary-token", URLEncoded: []collection.Param{{Key: "client_secret", Value: "canary-form"}, {Key: "scope", Value: "all"}},
			Form: []collection.FormPart{{Param: collection.Param{Key: "password", Value: "canary-part"}}},
		},
	}
	before := q.Clone()
	e, err := example.Of(t.Context(), "N", q, answered("text/plain", "x"))
	if err != nil {
		t.Fatal(err)
	}
	o := *e.Original
	got := []string{o.Headers[0].Value, o.Headers[1].Value, o.Headers[2].Value, o.Headers[3].Value, o.URL.Text(), o.Body.Raw, o.Body.URLEncoded[0].Value, o.Body.URLEncoded[1].Value, o.Body.Form[0].Value}
	want := []string{
		"Bearer {{token}}", "{{a}}{{b}}", "••••••••", "*/*", "http://me:••••••••@h/••••••••?access_token=••••••••&code={{code}}&q=1",
		"t=••••••••", "••••••••", "all", "••••••••",
	}
	if d := cmp.Diff(want, got); d != "" || o.Auth != nil {
		t.Errorf("auth %v, %s", o.Auth, d)
	}
	if d := cmp.Diff(before, q); d != "" {
		t.Errorf("the request itself changed: %s", d)
	}
}

func TestNoExample(t *testing.T) {
	for name, x := range map[string]*engine.Exchange{"nothing sent": nil, "no answer": {}} {
		if _, err := example.Of(t.Context(), "N", collection.Request{}, x); !errors.Is(err, example.ErrNoResponse) {
			t.Errorf("%s: %v", name, err)
		}
	}
	x := answered("text/plain", strings.Repeat("x", example.MaxBody+1))
	if _, err := example.Of(t.Context(), "N", collection.Request{}, x); err == nil || !strings.Contains(err.Error(), "larger than 5.0 MiB") {
		t.Errorf("a large body: %v", err)
	}
}
