package curl_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/format/curl"
	"postern/store/format/draft"
)

// show writes a request as short text, for tables.
func show(it *collection.Item) string {
	q := it.Request
	out := []string{q.Method + " " + q.URL.Unresolved()}
	for _, h := range q.Headers {
		line := h.Key + ": " + h.Value
		if h.Disabled {
			line = "(off) " + line
		}
		out = append(out, line)
	}
	switch b := q.Body; b.Mode {
	case "raw":
		out = append(out, "raw "+b.Language+" "+b.Raw)
	case "urlencoded":
		for _, p := range b.URLEncoded {
			out = append(out, "form "+p.Key+"="+p.Value)
		}
	case "formdata":
		for _, p := range b.Form {
			out = append(out, fmt.Sprintf("part %s=%s%v %s %s", p.Key, p.Value, p.Src, p.ContentType, p.FileName))
		}
	case "file":
		out = append(out, "file "+b.File.Src)
	}
	if a := q.Auth; a != nil {
		line := "auth " + a.Type
		for _, x := range a.Attrs {
			line += " " + x.Key + "=" + auth.Text(x.Value)
		}
		out = append(out, line)
	}
	for k, v := range it.Behavior {
		out = append(out, fmt.Sprint(k, "=", v))
	}
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return strings.Join(out, "\n")
}

func TestParse(t *testing.T) {
	const form = "Content-Type: application/x-www-form-urlencoded"
	for _, c := range []struct{ name, text, want string }{
		{"address", "curl example.com/a", "GET http://example.com/a"},
		{"prompt", "$ sudo curl -s https://h/", "GET https://h/"},
		{"no quotes", "curl https://h/?a=1&b=2;c", "GET https://h/?a=1&b=2;c"},
		{"option glued", "curl -sSLXDELETE https://h -HA:b", "DELETE https://h\nA: b"},
		{"quotes", `curl "https://h/\"x\"" -H 'A: it'\''s' -H $'B: \u0041\x42\103\t'`, "GET https://h/\"x\"\nA: it's\nB: ABC"},
		{"continued", "curl \\\n  -X PUT \\ \n https://h", "PUT https://h"},
		{"backslash lost", "curl https://h\n  -H 'A: b'\n  --compressed", "GET https://h\nA: b"},
		{"cmd.exe", "curl ^\"https://h/?a=%^41^&b=1^\" ^\r\n  -H ^\"A: b^\" ^\r\n  --data-raw ^\"^{^\\^\"x^\\^\":1^}^\" ^\r\n  -H ^\"Content-Type: application/json^\"", "POST https://h/?a=%41&b=1\nA: b\nContent-Type: application/json\nraw json {\"x\":1}"},
		{"cmd.exe of old", "curl \"https://h\" ^\n -d \"{\\\"a\\\": \\\"^b\\\"}\" -H \"Content-Type: text/json\"", "POST https://h\nContent-Type: text/json\nraw json {\"a\": \"^b\"}"},
		{"variables", `curl "$URL/users/${ID}" -H "Authorization: Bearer $TOKEN" -H 'B: $no'`, "GET {{URL}}/users/{{ID}}\nAuthorization: Bearer {{TOKEN}}\nB: $no\nauth noauth"},
		{"form", `curl h -d a=1 --data 'b=x%20y&c=' --data-urlencode 'd=1&2'`, "POST http://h\nform a=1\nform b=x y\nform c=\nform d=1&2"},
		{"no form", `curl h -d '{"a":1}'`, "POST http://h\n" + form + "\nraw  {\"a\":1}"},
		{"joined", `curl h -d x --data-raw @y`, "POST http://h\n" + form + "\nraw  x&@y"},
		{"json", `curl h --json '{"a":' --json '1}'`, "POST http://h\nContent-Type: application/json\nAccept: application/json\nraw json {\"a\":1}"},
		{"file", "curl h --data-binary @f.bin -H 'content-type: image/png'", "POST http://h\ncontent-type: image/png\nfile f.bin"},
		{"upload", "curl -T f.bin h", "PUT http://h\nfile f.bin"},
		{"get", `curl -G h/p#x -d a=1 --data-urlencode "b=x y" --url-query c=d/e`, "GET http://h/p?c=d%2Fe&a=1&b=x%20y#x"},
		{"multipart", `curl h -F a=b -F 'f=@"x;1.png",y.png;type=image/png;filename=z' --form-string 'c=@d;type=x'`, "POST http://h\npart a=b[]\npart f=[x;1.png y.png] image/png z\npart c=@d;type=x[]"},
		{"basic", "curl -u 'me:pa:ss' h", "GET http://h\nauth basic username=me password=pa:ss"},
		{"digest", "curl --digest --user me:p h", "GET http://h\nauth digest username=me password=p"},
		{"bearer", "curl --oauth2-bearer T h", "GET http://h\nauth bearer token=T"},
		{"aws", "curl --aws-sigv4 aws:amz:eu-west-1:s3 -u k:s h", "GET http://h\nauth awsv4 accessKey=k secretKey=s region=eu-west-1 service=s3"},
		{"presets", "curl h -b 'a=b; c=d' -A me -e http://r;auto -H 'user-agent: other'", "GET http://h\nuser-agent: other\nCookie: a=b; c=d\nReferer: http://r"},
		{"insecure", "curl -k h", "GET http://h\nstrictSSL=false"},
		{"head", "curl -I h", "HEAD http://h"},
		{"empty headers", "curl h -H 'A;' -H 'B:'", "GET http://h\nA:\n(off) B:"},
		{"url option", "curl --url h --request=PATCH", "PATCH http://h"},
		{"unknown", "curl --brand-new value -X POST h", "POST http://h"},
		{"piped", "curl -s h 2>/dev/null | jq . > out.json", "GET http://h"},
		{"here document", "curl h -H 'Content-Type: application/json' --data-binary @- <<EOF\n{\"a\": \"$X\"}\nEOF\necho done", "POST http://h\nContent-Type: application/json\nraw json {\"a\": \"{{X}}\"}"},
		{"here document quoted", "curl -d @- h <<-'END' | jq\n\t{\"$ref\":\n\t1}\n\tEND\n", "POST http://h\n" + form + "\nraw  {\"$ref\":1}"},
		{"here string", "curl -d @- h <<< 'a=1' >/dev/null 2>&1", "POST http://h\nform a=1"},
		{"unfinished", "curl 'h", "GET http://h"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := curl.Parse(c.text)
			if err != nil || len(got.Items) != 1 {
				t.Fatalf("%d requests, %v", len(got.Items), err)
			}
			if diff := cmp.Diff(c.want, show(got.Items[0])); diff != "" {
				t.Error(diff)
			}
			if !curl.Is(c.text) {
				t.Error("is not known as a curl command")
			}
		})
	}
}

func TestParseMany(t *testing.T) {
	got, err := curl.Parse("# first\nexport HOST=h.example\ncurl \"https://$HOST/a\" https://h/b -X POST --next https://h/c; curl -d x=1 h/d && jq .\n")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, it := range got.Items {
		names = append(names, it.Name)
	}
	if diff := cmp.Diff([]string{"POST /a", "POST /b", "GET /c", "POST /d"}, names); diff != "" {
		t.Error(diff)
	}
	if len(got.Vars) != 1 || got.Vars[0].Key != "HOST" || got.Vars[0].Value != "h.example" {
		t.Errorf("variables are %+v", got.Vars)
	}
}

func TestNotes(t *testing.T) {
	for text, want := range map[string]string{
		"curl h --wat":              "--wat is no option that is known here and is left behind",
		"curl h -x p:1 -H @f":       "--proxy proxies are set in the settings|--header the headers in the file f are left behind",
		"curl h -d @a -d b":         "--data curl leaves the line ends of the file out; here it is sent as it is|--data a body has text or is a file: the file a is left behind",
		"curl 'h/[1-3]'":            "URL the brackets stand for several addresses in curl; here they are sent as they are",
		"curl h -u me":              "--user curl asks for the password; here it is empty",
		"curl \"h/$(date)\"":        " has a command in $( ), which is not run",
		"curl h -d @- < f; ls":      " reads the file f by the shell, which is left behind| the command ls is not run",
		`curl h -d $'\xff'`:         " has bytes that are no text; they are replaced",
		"curl h -H":                 "--header has no value and is left behind",
		"curl -sS h -o f --retry 3": "--output where answers go is left behind|--retry time limits and retries are left behind",
	} {
		got, err := curl.Parse(text)
		var notes []string
		for _, n := range got.Notes {
			notes = append(notes, n.Field+" "+n.What)
		}
		if s := strings.Join(notes, "|"); err != nil || s != want {
			t.Errorf("%s: %v\n got %s\nwant %s", text, err, s, want)
		}
	}
}

func TestNoCommand(t *testing.T) {
	for _, text := range []string{"", "curl", "curl -X POST", "wget h", "https://h/curl", "curly h"} {
		if got, err := curl.Parse(text); err == nil {
			t.Errorf("%q is %d requests", text, len(got.Items))
		}
	}
	for _, text := range []string{"", "https://h/?q=curl x", "curl", "{\"curl\": 1}", "curly h"} {
		if curl.Is(text) {
			t.Errorf("%q is taken for a command", text)
		}
	}
}

// What is copied as curl reads back as the same request.
func TestWriteReadsBack(t *testing.T) {
	for _, text := range []string{
		"curl https://h/a?b=c",
		"curl -X DELETE https://h/a",
		"curl --head https://h/a",
		"curl https://h -d a=1 -d b='x y&z'",
		`curl https://h -H 'Content-Type: application/json' --data-raw '{"it'\''s": "\\ $x ` + "`y`" + `"}'`,
		"curl https://h -H 'Content-Type: text/plain' --data-raw $'a\\e\\001\\n\\'b\\x7f'",
		`curl https://h -F 'f=@"a b.png";type=image/png' -F 'x="1;2";type=text/plain' --form-string 'y=@z'`,
		"curl https://h -u 'me:p w'",
		"curl --digest https://h -u me:p",
		"curl https://h --aws-sigv4 aws:amz:eu-west-1:s3 -u k:s",
		"curl https://h -H 'Authorization: Bearer abc' -H 'A;'",
		"curl https://h -T f.bin -H 'Content-Type: x/y'",
		"curl -g 'https://h/?a[0]={b,c}'",
	} {
		a, err := curl.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		written := curl.Write(*a.Items[0].Request, true)
		b, err := curl.Parse(written)
		if err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		if diff := cmp.Diff(show(a.Items[0]), show(b.Items[0])); diff != "" {
			t.Errorf("%s\nbecame\n%s\n%s", text, written, diff)
		}
	}
}

func TestWriteHidesSecrets(t *testing.T) {
	for _, c := range []struct {
		name, want string
		q          collection.Request
	}{
		{"basic", "curl \\\n  -u \"me:${PASSWORD}\" \\\n  https://h", collection.Request{Auth: draft.Auth("basic", "username", "me", "password", "hunter2")}},
		{"bearer", "curl \\\n  -H \"Authorization: Bearer ${ACCESS_TOKEN}\" \\\n  https://h", collection.Request{Auth: draft.Auth("bearer", "token", "hunter2")}},
		{"oauth2 without a token", "curl \\\n  -H \"Authorization: SSWS ${ACCESS_TOKEN}\" \\\n  https://h", collection.Request{Auth: draft.Auth("oauth2", "headerPrefix", "SSWS", "clientSecret", "hunter2")}},
		{"key in the address", "curl \\\n  \"https://h?api_key=${API_KEY}\"", collection.Request{Auth: draft.Auth("apikey", "key", "api_key", "in", "query", "value", "hunter2")}},
		{"headers", "curl \\\n  https://h \\\n  -H \"Authorization: SSWS ${AUTHORIZATION}\" \\\n  -H \"Cookie: ${COOKIE}\" \\\n  -H 'X-Api-Key: {{key}}'", collection.Request{Headers: []collection.Param{
			{Key: "Authorization", Value: "SSWS hunter2"}, {Key: "Cookie", Value: "hunter2"}, {Key: "X-Api-Key", Value: "{{key}}"},
		}}},
		{"form", "curl \\\n  https://h \\\n  --data-urlencode \"client_secret=${CLIENT_SECRET}\"", collection.Request{
			Method: "POST", Body: collection.Body{Mode: "urlencoded", URLEncoded: []collection.Param{{Key: "client_secret", Value: "hunter2"}}},
		}},
		{"unknown auth", "curl \\\n  https://h\n# the auth hawk rm is not in this command: curl does not know it", collection.Request{Auth: draft.Auth("hawk\nrm", "authKey", "hunter2")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := c.q
			q.URL = collection.ParseURL("https://h")
			if q.Method == "" {
				q.Method = "GET"
			}
			got := curl.Write(q, false)
			if diff := cmp.Diff(c.want, got); diff != "" || strings.Contains(got, "hunter2") {
				t.Error(diff)
			}
		})
	}
}

// A real shell reads the words as they were meant, whatever is in them.
func TestWriteForAShell(t *testing.T) {
	sh, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("skipped: needs bash")
	}
	for _, value := range []string{"plain", "it's", `a"b\c$d` + "`e`", "x\x1by\x01z9", "line\nline", "!#~*?[a](b){c}|;&<>", "ü 日本", ""} {
		q := collection.Request{Method: "POST", URL: collection.ParseURL("https://h"), Body: collection.Body{Mode: "raw", Raw: "." + value}}
		script := "curl() { for a; do last=$prev; prev=$a; if [ \"$last\" = --data-raw ]; then printf %s \"$a\"; fi; done; }\n" + curl.Write(q, true)
		out, err := exec.Command(sh, "-c", script).CombinedOutput()
		if err != nil || string(out) != "."+value {
			t.Errorf("%q became %q, %v", value, out, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"curl 'a' -d $'\\x41' \\\n -H \"A: $B\"", "curl ^\"a^\" ^\n -d b", "A=1 curl -F 'a=@b;type=c' d --next e > f 2>&1 | g"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := curl.Parse(s)
		if err != nil {
			return
		}
		for _, it := range got.Items {
			curl.Write(*it.Request, true)
		}
	})
}
