package oauth2_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	reference "golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"postern/auth"
)

// TestLibraryAgrees compares us with golang.org/x/oauth2 on a well-behaved
// server: the same request in meaning, the same token. Where we differ on
// purpose (raw Basic, refresh parameters, lenient answers) other tests speak.
func TestLibraryAgrees(t *testing.T) {
	answers := map[string]wire{
		"json":            {body: good},
		"without refresh": {body: `{"access_token":"at","token_type":"bearer","expires_in":60}`},
		"without expiry":  {body: `{"access_token":"at","refresh_token":"rt"}`},
		"form":            {body: "access_token=at&expires_in=60", header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}},
		"created":         {status: 201, body: good},
	}
	styles := map[string]reference.AuthStyle{"header": reference.AuthStyleInHeader, "body": reference.AuthStyleInParams}
	secrets := []string{"secret", "s:1 @/é+%"}
	for answerName, answer := range answers {
		for style, referenceStyle := range styles {
			for _, secret := range secrets {
				c := machine("clientId", "i d", "clientSecret", secret, "client_authentication", style, "basicEncoding", "rfc6749", "scope", "a b")
				endpoint := reference.Endpoint{TokenURL: "https://idp.test/t", AuthStyle: referenceStyle}
				for _, grant := range []string{"client_credentials", "password_credentials", "authorization_code", "refresh_token"} {
					t.Run(grant+"/"+style+"/"+answerName+"/"+secret, func(t *testing.T) {
						ours, theirs := answer, answer
						got, verifier := runOurs(t, &ours, c.Set("grant_type", grant))
						want := runTheirs(t, &theirs, grant, secret, endpoint, verifier)
						if diff := cmp.Diff(meaning(t, &theirs), meaning(t, &ours)); diff != "" {
							t.Errorf("request (-theirs +ours):\n%s", diff)
						}
						if got.Access.Reveal() != want.AccessToken || (got.Refresh != "" && got.Refresh.Reveal() != want.RefreshToken) || got.Expiry.IsZero() != want.Expiry.IsZero() {
							t.Errorf("token\nours   %+v\ntheirs %+v", got, want)
						}
						if !want.Expiry.IsZero() && got.Expiry.Sub(got.Obtained) != time.Duration(want.ExpiresIn)*time.Second && want.ExpiresIn != 0 {
							t.Errorf("ours lives %s, theirs %d s", got.Expiry.Sub(got.Obtained), want.ExpiresIn)
						}
					})
				}
			}
		}
	}
}

// request is what a server understands of a token request.
type request struct {
	Method, URL, ContentType string
	ID, Secret               string
	Form                     url.Values
}

func meaning(t *testing.T, w *wire) request {
	t.Helper()
	if len(w.requests) != 1 {
		t.Fatalf("%d requests, want one", len(w.requests))
	}
	r := w.requests[0]
	form, err := url.ParseQuery(w.bodies[0])
	if err != nil {
		t.Fatal(err)
	}
	id, secret, _ := r.BasicAuth()
	return request{r.Method, r.URL.String(), r.Header.Get("Content-Type"), id, secret, form}
}

func runOurs(t *testing.T, w *wire, c auth.Config) (got auth.Token, verifier string) {
	t.Helper()
	var err error
	switch c.Get("grant_type") {
	case "refresh_token":
		got, err = client(w).Refresh(t.Context(), auth.Token{Refresh: "r/1", Config: c})
	case "authorization_code":
		verifier = reference.GenerateVerifier()
		c = c.Set("authUrl", "https://idp.test/a").Set("redirect_uri", postman).Set("code_verifier", verifier)
		got, err = client(w).Obtain(t.Context(), c, prompter(func(context.Context, auth.Prompt) (string, error) { return "code1", nil }))
	default:
		got, err = client(w).Obtain(t.Context(), c.Set("username", "u@x").Set("password", "p w"), nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return got, verifier
}

func runTheirs(t *testing.T, w *wire, grant, secret string, endpoint reference.Endpoint, verifier string) *reference.Token {
	t.Helper()
	ctx := context.WithValue(t.Context(), reference.HTTPClient, &http.Client{Transport: w})
	c := reference.Config{ClientID: "i d", ClientSecret: secret, Endpoint: endpoint, RedirectURL: postman, Scopes: []string{"a", "b"}}
	var got *reference.Token
	var err error
	switch grant {
	case "refresh_token":
		got, err = c.TokenSource(ctx, &reference.Token{RefreshToken: "r/1"}).Token()
	case "authorization_code":
		got, err = c.Exchange(ctx, "code1", reference.VerifierOption(verifier))
	case "password_credentials":
		got, err = c.PasswordCredentialsToken(ctx, "u@x", "p w")
	default:
		cc := clientcredentials.Config{ClientID: "i d", ClientSecret: secret, TokenURL: endpoint.TokenURL, AuthStyle: endpoint.AuthStyle, Scopes: c.Scopes}
		got, err = cc.Token(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	return got
}
