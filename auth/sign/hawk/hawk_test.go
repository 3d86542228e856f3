package hawk_test

import (
	"io"
	"testing"

	"postern/auth/sign/hawk"
)

// The examples of the reference implementation's protocol page, and what it
// says of texts that must be escaped.
func TestHeader(t *testing.T) {
	cred := hawk.Credentials{ID: "dh37fgj492je", Key: "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn", Algorithm: "sha256"}
	get := hawk.Artifacts{
		Time: "1353832234", Nonce: "j4h3g2", Method: "GET", Resource: "/resource/1?b=1&a=2", Host: "example.com", Port: "8000",
		Ext: "some-app-ext-data",
	}
	post := get
	post.Method, post.Payload = "POST", payload(t, "sha256", "text/plain; charset=utf-8", "Thank you for flying Hawk")
	oz := get
	oz.App, oz.Delegation = "a", "d"
	quoted := get
	quoted.Ext = `a"b\c`
	const head = `Hawk id="dh37fgj492je", ts="1353832234", nonce="j4h3g2", `
	tests := []struct {
		name string
		a    hawk.Artifacts
		want string
	}{
		{"GET", get, head + `ext="some-app-ext-data", mac="6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE="`},
		{"POST with a payload hash", post, head + `hash="Yi9LfIIFRtBEPt74PVmbTF/xVAwPn7ub15ePICfgnuY=", ext="some-app-ext-data", mac="aSe1DERmZuRl3pI36/9BdZmnErTw3sNzOOAUlfeKjVw="`},
		{"application", oz, head + `ext="some-app-ext-data", mac="CI3jpH3yLG8RTS8DMd4pwNnAFGR5fFy9ZacCybc4Bx0=", app="a", dlg="d"`},
		{"quotes", quoted, head + `ext="a\"b\\c", mac="RdB7t2ENtZPYR3pYl+Ik1bfs2f5i4MUh/N7i6AtNFcY="`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := hawk.Header(cred, tt.a); err != nil || got != tt.want {
				t.Errorf("header (%v)\n got %s\nwant %s", err, got, tt.want)
			}
		})
	}
	cred.Algorithm = "md5"
	if got, err := hawk.Header(cred, get); err == nil {
		t.Errorf("an unknown algorithm gave %s", got)
	}
}

func payload(t *testing.T, algorithm, contentType, body string) string {
	t.Helper()
	p, err := hawk.NewPayload(algorithm, contentType)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(p, body); err != nil {
		t.Fatal(err)
	}
	return p.Value()
}
