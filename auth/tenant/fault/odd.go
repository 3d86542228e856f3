package fault

import (
	"fmt"
	"strings"
)

// Odd is a token answer in an odd form.
type Odd struct {
	Case
	// Token says that a good access token is in it, which a client must not
	// lose.
	Token bool
}

// lifetimes are the literals of expires_in that were met or feared; "" leaves
// it out.
var lifetimes = []string{
	"", "3600", `"3600"`, "null", "0", "-1", "3600.0", "3600.5", `"3600 "`, "1e3", `""`, `"abc"`, "true", "[3600]",
	"{}", "9223372036854775808", "1e400", `"1h"`, `"2026-01-01T00:00:00Z"`, "-0", `"0x10"`, "1790000000",
}

// labels are the Content-Types that token answers come with; "" is none.
var labels = []string{
	"application/json", "application/json; charset=utf-8", "text/plain", "text/html", "text/javascript",
	"application/x-www-form-urlencoded", "",
}

// OddAnswers are some 300 token answers. Their requests take effect: the
// tokens in them are good, and only the form is odd.
func OddAnswers() []Odd {
	var odd []Odd
	for _, literal := range lifetimes {
		for _, label := range labels {
			edit := Edits(With("expires_in", literal), As(label))
			name := fmt.Sprintf("expires_in %s as %q", literal, label)
			odd = append(odd, kept(name, edit))
			odd = append(odd, kept(name+" with a byte order mark", Edits(edit, prefix("\ufeff"))))
		}
	}
	return append(append(odd, oddMembers()...), useless()...)
}

// oddMembers are answers with a good token and something odd beside it.
func oddMembers() []Odd {
	return []Odd{
		kept("scope is a list", With("scope", `["a","b"]`)),
		kept("scope is a number", With("scope", "7")),
		kept("scope is null", With("scope", "null")),
		kept("no token_type", With("token_type", "")),
		kept("token_type is null", With("token_type", "null")),
		kept("token_type in lower case", With("token_type", `"bearer"`)),
		kept("error is false", With("error", "false")),
		kept("error is null", With("error", "null")),
		kept("error is empty", With("error", `""`)),
		kept("refresh_token is null", With("refresh_token", "null")),
		kept("refresh_token is a number", With("refresh_token", "12")),
		kept("refresh_token is an object", With("refresh_token", "{}")),
		kept("id_token is a number", With("id_token", "5")),
		kept("id_token is no JWT", With("id_token", `"x.y"`)),
		kept("id_token is an object", With("id_token", `{"a":1}`)),
		kept("member of 100 KB", With("more", `"`+strings.Repeat("x", 100<<10)+`"`)),
		kept("member 40 deep", With("more", nested(40))),
		kept("thousand members", With(many(1000)...)),
		kept("blank lines around it", Edits(prefix("\r\n \t\n"), suffix("\n\n"))),
		kept("expires_in twice", suffixMember(`"expires_in":60`)),
		kept("access_token twice", func(a *Answer) { a.Body = []byte(strings.Replace(string(a.Body), "{", `{"access_token":"first",`, 1)) }),
		kept("status 201", func(a *Answer) { a.Status = 201 }),
	}
}

// useless are answers with status 200 and no token that could be used.
func useless() []Odd {
	var odd []Odd
	for _, body := range []string{
		"", "null", "[]", "{}", `"token"`, "true", "42", "{", `{"access_token":`, `{"access_token":"a"`,
		maintenance, "\x00\x01\x02", "access_token", "a=b&c=d", `[{"access_token":"x"}]`, "\ufeff", "   ",
		`{"access_token":{"value":"x"}}`, `{"data":{"access_token":"x"}}`, `{"access_token":12,"token_type":"Bearer"}`,
		`{"access_token":"","token_type":"Bearer"}`, `{"access_token":null}`, `{"access_token":["x"]}`,
		`{"access_token":"a\nb"}`, `{"access_token":"a\u001bb"}`, `{"access_token":"a\u0000b"}`,
	} {
		odd = append(odd, Odd{Case: Case{Name: fmt.Sprintf("body %.40q", body), Fault: Fault{Edit: Text(body)}, Executed: true}})
	}
	return append(odd,
		Odd{Case: Case{Name: "more than 1 MiB", Fault: Fault{Edit: With("more", `"`+strings.Repeat("x", 1<<20)+`"`)}, Executed: true}},
		Odd{Case: Case{Name: "100,000 deep", Fault: Fault{Edit: With("more", nested(100_000))}, Executed: true}},
		Odd{Case: Case{Name: "an error beside the token", Fault: Fault{Edit: With("error", `"server_error"`)}, Executed: true}},
	)
}

// OddDevices are odd answers of the device authorization endpoint. Token says
// that a client can go on with it.
func OddDevices() []Odd {
	var odd []Odd
	for _, literal := range []string{"", "-1", "0", `"5"`, "5.0", "1099511627776", "null", "true", "[5]", "1e400", `""`, `"soon"`} {
		odd = append(odd, kept("interval "+literal, With("interval", literal)))
	}
	for _, literal := range []string{"", `"600"`, "600.0", "null", "1099511627776", `"later"`} {
		odd = append(odd, kept("expires_in "+literal, With("expires_in", literal)))
	}
	odd = append(odd,
		kept("no verification_uri_complete", With("verification_uri_complete", "")),
		kept("verification_url, as Google has it", func(a *Answer) {
			a.Body = []byte(strings.Replace(string(a.Body), `"verification_uri":`, `"verification_url":`, 1))
		}),
	)
	for _, body := range []string{"", "null", "[]", "{}", maintenance, `{"device_code":1}`, `{"device_code":"","user_code":""}`} {
		odd = append(odd, Odd{Case: Case{Name: fmt.Sprintf("body %.40q", body), Fault: Fault{Edit: Text(body)}, Executed: true}})
	}
	return odd
}

func kept(name string, edit func(*Answer)) Odd {
	return Odd{Case: Case{Name: name, Fault: Fault{Edit: edit}, Executed: true}, Token: true}
}

func prefix(s string) func(*Answer) {
	return func(a *Answer) { a.Body = append([]byte(s), a.Body...) }
}

func suffix(s string) func(*Answer) { return func(a *Answer) { a.Body = append(a.Body, s...) } }

// suffixMember puts a member at the end of a JSON object.
func suffixMember(text string) func(*Answer) {
	return func(a *Answer) {
		a.Body = []byte(strings.TrimSuffix(strings.TrimSpace(string(a.Body)), "}") + "," + text + "}")
	}
}

func nested(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }

func many(n int) []string {
	var pairs []string
	for i := range n {
		pairs = append(pairs, fmt.Sprintf("member_%d", i), "1")
	}
	return pairs
}
