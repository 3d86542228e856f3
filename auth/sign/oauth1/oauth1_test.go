package oauth1_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"io"
	"strings"
	"testing"

	"postern/auth/sign/oauth1"
	"postern/auth/wire"
)

// The example of RFC 5849, section 3.4.1.
func TestBase(t *testing.T) {
	params := append(oauth1.ParseForm("b5=%3D%253D&a3=a&c%40=&a2=r%20b"), oauth1.ParseForm("c2&a3=2+q")...)
	params = append(params,
		oauth1.Param{Name: "oauth_consumer_key", Value: "9djdj82h48djs9d2"}, oauth1.Param{Name: "oauth_token", Value: "kkk9d7dh3k39sjv7"},
		oauth1.Param{Name: "oauth_signature_method", Value: "HMAC-SHA1"}, oauth1.Param{Name: "oauth_timestamp", Value: "137131201"},
		oauth1.Param{Name: "oauth_nonce", Value: "7d8f3e4a"},
	)
	const want = "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7"
	if got := oauth1.Base("post", "http://example.com/request", params); got != want {
		t.Errorf("base string\n got %s\nwant %s", got, want)
	}
}

// A signature with a private key is checked with the public one.
func TestSignWithAKey(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"RSA-SHA1", "RSA-SHA256", "RSA-SHA512"} {
		t.Run(method, func(t *testing.T) {
			got, err := oauth1.Sign(method, "base", oauth1.Secrets{Key: key})
			if err != nil {
				t.Fatal(err)
			}
			signature, err := base64.StdEncoding.DecodeString(got)
			if err != nil {
				t.Fatal(err)
			}
			h, _ := oauth1.Hash(method)
			sum := h.New()
			_, _ = sum.Write([]byte("base"))
			if err := rsa.VerifyPKCS1v15(&key.PublicKey, h, sum.Sum(nil), signature); err != nil {
				t.Error(err)
			}
		})
	}
	if _, err := oauth1.Sign("RSA-SHA1", "base", oauth1.Secrets{Key: crypto.PrivateKey(nil)}); err == nil {
		t.Error("signed without a key")
	}
	if _, err := oauth1.Sign("MD5", "base", oauth1.Secrets{}); err == nil {
		t.Error("signed with an unknown method")
	}
}

func settings(change func(*oauth1.Settings)) oauth1.Settings {
	s := oauth1.Settings{Method: "PLAINTEXT", ConsumerKey: "k", ConsumerSecret: "s", Time: "1", Nonce: "n"}
	change(&s)
	return s
}

func TestApply(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	private := string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
	const params = "oauth_consumer_key=k&oauth_signature_method=PLAINTEXT&oauth_timestamp=1&oauth_nonce=n&oauth_signature=s%26"
	tests := []struct {
		name              string
		change            func(*oauth1.Settings)
		method, url       string
		verbatim          bool
		contentType, body string
		// want is the URL, or the body where there is a form.
		want, header string
		warned       bool
	}{
		{name: "query is encoded as signed", url: "http://h/?a=(b)+c&flag&d=*#f", want: "http://h/?a=%28b%29%20c&flag&d=%2A&" + params + "#f"},
		{name: "query as it was typed", url: "http://h/?a=(b)+c", verbatim: true, want: "http://h/?a=(b)+c&" + params},
		{name: "no query", url: "http://h/", want: "http://h/?" + params},
		{name: "older signature in the query", url: "http://h/?oauth_signature=x&a=1&oauth_nonce=old", want: "http://h/?a=1&" + params},
		{name: "empty parameters", change: func(s *oauth1.Settings) { s.KeepEmpty = true }, url: "http://h/", want: "http://h/?oauth_consumer_key=k&oauth_token=&oauth_signature_method=PLAINTEXT&oauth_timestamp=1&oauth_nonce=n&oauth_version=&oauth_signature=s%26"},
		{name: "empty parameters in the header", change: func(s *oauth1.Settings) { s.KeepEmpty, s.InHeader = true, true }, url: "http://h/", want: "http://h/", header: `OAuth oauth_consumer_key="k",oauth_signature_method="PLAINTEXT",oauth_timestamp="1",oauth_nonce="n",oauth_signature="s%26"`},
		{name: "raw header", change: func(s *oauth1.Settings) { s.RawHeader, s.InHeader = true, true }, url: "http://h/", want: "http://h/", header: `OAuth oauth_consumer_key="k",oauth_signature_method="PLAINTEXT",oauth_timestamp="1",oauth_nonce="n",oauth_signature="s&"`},
		{name: "callback and verifier", change: func(s *oauth1.Settings) { s.Callback, s.Verifier = "oob", "v" }, url: "http://h/", want: "http://h/?oauth_consumer_key=k&oauth_signature_method=PLAINTEXT&oauth_timestamp=1&oauth_nonce=n&oauth_callback=oob&oauth_verifier=v&oauth_signature=s%26"},
		{name: "form", method: "PUT", url: "http://h/", contentType: form, body: "a=1+2", want: "a=1+2&" + params},
		{name: "empty form", method: "POST", url: "http://h/", contentType: form, want: params},
		{name: "older signature in the form", method: "POST", url: "http://h/", contentType: form, body: "a=1&oauth_token=old", want: "a=1&" + params},
		{name: "form of another method", method: "PATCH", url: "http://h/", contentType: form, body: "a=1", want: "a=1"},
		{name: "no consumer", change: func(s *oauth1.Settings) { s.ConsumerKey = "" }, url: "http://h/", want: "http://h/", header: "mine", warned: true},
		{name: "no secret", change: func(s *oauth1.Settings) { s.ConsumerSecret = "" }, url: "http://h/", want: "http://h/", header: "mine", warned: true},
		{name: "unknown method", change: func(s *oauth1.Settings) { s.Method = "MD5" }, url: "http://h/", want: "http://h/", header: "mine", warned: true},
		{name: "no key", change: func(s *oauth1.Settings) { s.Method = "RSA-SHA1" }, url: "http://h/", want: "http://h/", header: "mine", warned: true},
		{name: "key", change: func(s *oauth1.Settings) {
			s.Method, s.PrivateKey, s.ConsumerSecret, s.InHeader = "RSA-SHA256", private, "", true
		}, url: "http://h/", want: "http://h/", header: `OAuth oauth_consumer_key="k",oauth_signature_method="RSA-SHA256",oauth_timestamp="1",oauth_nonce="n",oauth_signature="`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &wire.Request{Method: tt.method, URL: tt.url, Verbatim: tt.verbatim, Header: []wire.Header{{Name: "authorization", Value: "mine"}}}
			if tt.contentType != "" {
				r.Add(wire.Header{Name: "Content-Type", Value: tt.contentType, System: true})
				r.Body = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(tt.body)), nil }
				r.BodySize = int64(len(tt.body))
			}
			if tt.change == nil {
				tt.change = func(*oauth1.Settings) {}
			}
			if err := oauth1.Apply(r, settings(tt.change)); err != nil {
				t.Fatal(err)
			}
			got := r.URL
			if tt.contentType != "" {
				got = read(t, r)
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if value, _ := r.Get("Authorization"); !strings.HasPrefix(value, tt.header) || tt.header == "" && value != "" {
				t.Errorf("Authorization %s, want %s", value, tt.header)
			}
			if (len(r.Warnings) > 0) != tt.warned {
				t.Errorf("warnings %q", r.Warnings)
			}
		})
	}
}

// read opens the body twice, as a replay does.
func read(t *testing.T, r *wire.Request) string {
	t.Helper()
	var texts [2]string
	for i := range texts {
		rc, err := r.Body()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(rc)
		if err != nil || int64(len(text)) != r.BodySize {
			t.Fatalf("%d bytes of %d (%v)", len(text), r.BodySize, err)
		}
		texts[i] = string(text)
	}
	if texts[0] != texts[1] {
		t.Errorf("the replay reads %q", texts[1])
	}
	return texts[0]
}

func TestFormTooLarge(t *testing.T) {
	r := &wire.Request{Method: "POST", URL: "http://h/", Header: []wire.Header{{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}}}
	r.Body = func() (io.ReadCloser, error) { return io.NopCloser(endless{}), nil }
	if err := oauth1.Apply(r, settings(func(*oauth1.Settings) {})); err == nil {
		t.Error("a form without an end was signed")
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}
