package digest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth/sign/digest"
)

// The examples of RFC 7616, section 3.9, and RFC 2617, section 3.5.
func TestHeader(t *testing.T) {
	mufasa := digest.Credentials{
		Username: "Mufasa", Password: "Circle of Life", Realm: "http-auth@example.org",
		Nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", Client: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
		Opaque: "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", Count: "00000001", QOP: "auth",
		Method: "GET", URI: "/dir/index.html",
	}
	with := func(c digest.Credentials, change func(*digest.Credentials)) digest.Credentials {
		change(&c)
		return c
	}
	const head = `Digest username="Mufasa", realm="http-auth@example.org", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", uri="/dir/index.html", algorithm=`
	const middle = `, qop=auth, nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", response=`
	const opaque = `, opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`
	tests := []struct {
		name string
		c    digest.Credentials
		want string
	}{
		{"MD5 of RFC 7616", mufasa, head + `"MD5"` + middle + `"8ca523f5e9506fed4657c9700eebdbec"` + opaque},
		{"SHA-256 of RFC 7616", with(mufasa, func(c *digest.Credentials) { c.Algorithm = "SHA-256" }), head + `"SHA-256"` + middle + `"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"` + opaque},
		{"SHA-512-256 with a hashed name", digest.Credentials{
			Username: "Jäsøn Doe", Password: "Secret, or not?", Realm: "api@example.org", Algorithm: "SHA-512-256", HashUser: true,
			Nonce: "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", Client: "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", Count: "00000001",
			QOP: "auth", Method: "GET", URI: "/doe.json",
		}, `Digest username="793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b", realm="api@example.org", nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", uri="/doe.json", algorithm="SHA-512-256", qop=auth, nc=00000001, cnonce="NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", response="3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5", userhash=true`},
		{"RFC 2069", digest.Credentials{
			Username: "u", Password: "p", Realm: "R", Nonce: "NN", Method: "GET", URI: "/p/a%20b?x=1&y=%C3%A9",
		}, `Digest username="u", realm="R", nonce="NN", uri="/p/a%20b?x=1&y=%C3%A9", algorithm="MD5", response="740543abfbd81fc55cb3bf0b58f47258"`},
		{"quotes in a name", digest.Credentials{Username: `a"b\c`, Realm: "R", Nonce: "N", Method: "GET", URI: "/"}, `Digest username="a\"b\\c", realm="R", nonce="N", uri="/", algorithm="MD5", response="f1adb585ce0244b2db8b6aeb9abfcb72"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.c.Header()
			if err != nil || got != tt.want {
				t.Errorf("header (%v)\n got %s\nwant %s", err, got, tt.want)
			}
		})
	}
	if got, err := (digest.Credentials{Algorithm: "SHA-9"}).Header(); err == nil {
		t.Errorf("an unknown algorithm gave %s", got)
	}
}

func TestParse(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		want  []digest.Challenge
	}{
		{"all of it", []string{`Digest realm="a, \"b\"", nonce="N", qop="auth,auth-int", opaque="O", algorithm=SHA-256, stale=TRUE, userhash=true`}, []digest.Challenge{
			{Realm: `a, "b"`, Nonce: "N", QOP: []string{"auth", "auth-int"}, Opaque: "O", Algorithm: "SHA-256", Stale: true, HashUser: true},
		}},
		{"without quotes", []string{"digest realm=R,nonce=N,qop=auth"}, []digest.Challenge{{Realm: "R", Nonce: "N", QOP: []string{"auth"}}}},
		{"blanks at the equals sign", []string{`Digest realm = "R", nonce ="N"`}, []digest.Challenge{{Realm: "R", Nonce: "N"}}},
		{"among others", []string{"Negotiate", `Basic realm="x", Digest realm="R", nonce="N", Bearer scope="a"`, `Digest realm="S", nonce="M"`}, []digest.Challenge{
			{Realm: "R", Nonce: "N"}, {Realm: "S", Nonce: "M"},
		}},
		{"none", []string{`Basic realm="Digest realm=R"`, "NTLM", ""}, nil},
		{"broken", []string{`Digest realm="R`, "Digest", "Digest ,,="}, []digest.Challenge{{Realm: `"R`}, {}, {}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, digest.Parse(tt.lines)); diff != "" {
				t.Errorf("challenges (-want +got):\n%s", diff)
			}
		})
	}
}

func TestChoose(t *testing.T) {
	md5, sha := digest.Challenge{Nonce: "1"}, digest.Challenge{Nonce: "2", Algorithm: "sha-256"}
	odd := digest.Challenge{Nonce: "3", Algorithm: "SHA-9"}
	strange := digest.Challenge{Nonce: "4", QOP: []string{"auth-conf"}}
	tests := []struct {
		name   string
		all    []digest.Challenge
		prefer string
		want   string
	}{
		{"the first", []digest.Challenge{sha, md5}, "", "2"},
		{"the preferred", []digest.Challenge{sha, md5}, "MD5", "1"},
		{"the preferred in any case", []digest.Challenge{md5, sha}, "SHA-256", "2"},
		{"none that is preferred", []digest.Challenge{sha}, "MD5", "2"},
		{"not the unknown", []digest.Challenge{odd, strange, sha}, "", "2"},
		{"nothing known", []digest.Challenge{odd, strange}, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := digest.Choose(tt.all, tt.prefer)
			if got.Nonce != tt.want || ok != (tt.want != "") {
				t.Errorf("chose %q, %t; want %q", got.Nonce, ok, tt.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`Digest realm="a, \"b\"", nonce="N", qop="auth,auth-int"`)
	f.Add(`Basic realm="x", Digest realm = "R`)
	f.Add("Digest qop=auth-int")
	f.Fuzz(func(_ *testing.T, line string) {
		if c, ok := digest.Choose(digest.Parse([]string{line}), "MD5"); ok {
			_, _ = c.Answer("u", "p").Header() // it must not panic
		}
	})
}
