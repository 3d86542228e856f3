package body_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/engine/body"
	"postern/engine/collection"
)

func rows(pairs ...string) []collection.Param {
	var out []collection.Param
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, collection.Param{Key: pairs[i], Value: pairs[i+1]})
	}
	return out
}

func raw(language, text string) collection.Body {
	return collection.Body{Mode: "raw", Language: language, Raw: text}
}

func encode(t *testing.T, in body.Input) (body.Encoded, string) {
	t.Helper()
	enc, err := body.Encode(in)
	if err != nil {
		t.Fatalf("Encode: %v", err)
	}
	return enc, read(t, enc)
}

func read(t *testing.T, enc body.Encoded) string {
	t.Helper()
	if enc.Open == nil {
		return ""
	}
	var text string
	for range 2 { // a replay must give the same bytes
		r, err := enc.Open()
		if err != nil {
			t.Fatalf("Open: %v", err)
		}
		p, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			t.Fatalf("read: %v", err)
		}
		if text != "" && text != string(p) {
			t.Errorf("second reading differs: %q", p)
		}
		text = string(p)
	}
	if int64(len(text)) != enc.Size {
		t.Errorf("Size = %d, body has %d bytes", enc.Size, len(text))
	}
	return text
}

func TestEncode(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	for _, tt := range []struct {
		name        string
		body        collection.Body
		contentType string
		want, typ   string
	}{
		{"none", collection.Body{}, "", "", ""},
		{"disabled", collection.Body{Mode: "raw", Raw: "x", Disabled: true}, "", "", ""},
		{"raw without language", raw("", "x"), "", "x", "text/plain"},
		{"raw json", raw("json", `{"a":1 /*c*/}`), "", `{"a":1 }`, "application/json"},
		{"raw json line comment", raw("json", "{ // c\n\"a\":1}"), "", "{ \n\"a\":1}", "application/json"},
		{"raw json comment in a string", raw("json", `{"u":"http://x/*y*/\"//z"}`), "", `{"u":"http://x/*y*/\"//z"}`, "application/json"},
		{"raw json by the user's type", raw("", `{} // c`), "application/problem+json; charset=utf-8", `{} `, "text/plain"},
		{"raw json by a type in capitals", raw("", `{} // c`), "application/JSON", `{} // c`, "text/plain"},
		{"raw json comment that ends with CRLF", raw("json", "1 // c\r\n2 // d\re\n"), "", "1 \n2 \n", "application/json"},
		{"raw json quote behind a backslash", raw("json", `\" // c`), "", `\" `, "application/json"},
		{"raw text keeps comments", raw("text", `{} // c`), "application/json", `{} // c`, "text/plain"},
		{"raw xml", raw("xml", "<a/>"), "", "<a/>", "application/xml"},
		{"raw html", raw("html", "<a>"), "", "<a>", "text/html"},
		{"raw javascript", raw("javascript", "//x"), "", "//x", "application/javascript"},
		{"raw empty", raw("json", ""), "", "", ""},
		{"mode in any case", collection.Body{Mode: "RAW", Raw: "x"}, "", "x", "text/plain"},
		{"unknown mode is raw", collection.Body{Mode: "msgpack", Raw: "x"}, "", "x", "text/plain"},
		{"variables", raw("text", "{{v}}"), "", "VALUE", "text/plain"},
		{
			"urlencoded order and escapes",
			collection.Body{Mode: "urlencoded", URLEncoded: rows("b", "1!'()*~", "10", "x y", "2", "%20+")},
			"", "2=%2520%2B&10=x%20y&b=1%21%27%28%29%2A~", form,
		},
		{"urlencoded groups", collection.Body{Mode: "urlencoded", URLEncoded: rows("a", "1", "b", "2", "a", "3")}, "", "a=1&a=3&b=2", form},
		{"urlencoded odd numbers are words", collection.Body{Mode: "urlencoded", URLEncoded: rows("01", "a", "4294967295", "b", "-1", "c", "7", "d")}, "", "7=d&01=a&4294967295=b&-1=c", form},
		{
			"urlencoded disabled and missing",
			collection.Body{Mode: "urlencoded", URLEncoded: []collection.Param{
				{Key: "off", Value: "1", Disabled: true}, {Key: "k", NoValue: true}, {NoKey: true, Value: "v"},
			}},
			"", "k=&undefined=v", form,
		},
		{"urlencoded all disabled", collection.Body{Mode: "urlencoded", URLEncoded: []collection.Param{{Key: "a", Disabled: true}}}, "", "", ""},
		{"graphql", collection.Body{Mode: "graphql", GraphQL: collection.GraphQL{Query: "{a<b>\n}"}}, "", `{"query":"{a<b>\n}"}`, "application/json"},
		{
			"graphql full",
			collection.Body{Mode: "graphql", GraphQL: collection.GraphQL{Query: "q", Operation: "o", Variables: `{ "x": "{{v}}" }`}},
			"", `{"query":"q","operationName":"o","variables":{ "x": "VALUE" }}`, "application/json",
		},
		{"graphql object variables", graph(`{"query":"q","operationName":null,"variables":{"b": 1, "a": []}}`, "q", "", `{"b": 1, "a": []}`), "", `{"query":"q","operationName":null,"variables":{"b":1,"a":[]}}`, "application/json"},
		{"graphql edited object variables", graph(`{"query":"q","variables":{"b": 1}}`, "q", "", `{"b": 2}`), "", `{"query":"q","variables":{"b": 2}}`, "application/json"},
		{"graphql empty texts", graph(`{"query":"","operationName":"","variables":""}`, "", "", ""), "", `{"query":"","operationName":""}`, "application/json"},
		{"graphql nothing", graph(`{}`, "", "", ""), "", `{}`, "application/json"},
		{"graphql line separator", graph("", "\u2028\x01\"\\", "", ""), "", "{\"query\":\"\u2028\\u0001\\\"\\\\\"}", "application/json"},
		{"graphql blank variables", collection.Body{Mode: "graphql", GraphQL: collection.GraphQL{Query: "q", Variables: " \n"}}, "", `{"query":"q"}`, "application/json"},
		{"file content", collection.Body{Mode: "file", File: collection.FileRef{Content: "aGVsbG8="}}, "", "hello", ""},
		{"file nothing", collection.Body{Mode: "file"}, "", "", ""},
		{"formdata nothing", collection.Body{Mode: "formdata"}, "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			enc, got := encode(t, body.Input{
				Body: tt.body, ContentType: tt.contentType, Rand: func() uint64 { return 7 },
				Expand: func(s string) string { return strings.ReplaceAll(s, "{{v}}", "VALUE") },
			})
			if got != tt.want || enc.ContentType != tt.typ {
				t.Errorf("got %q as %q, want %q as %q", got, enc.ContentType, tt.want, tt.typ)
			}
		})
	}
}

func TestModesAreDistinctAndReplaceable(t *testing.T) {
	seen := make(map[string]bool)
	for _, m := range body.Modes() {
		if seen[m.Name()] || m.Name() != strings.ToLower(m.Name()) {
			t.Errorf("mode %q is listed twice or not in lower case", m.Name())
		}
		seen[m.Name()] = true
		if enc, err := m.Encode(body.Input{Body: collection.Body{Mode: m.Name()}, Rand: func() uint64 { return 0 }}); err != nil {
			t.Errorf("%s: empty body: %v", m.Name(), err)
		} else {
			read(t, enc)
		}
	}
}

func TestURLEncodedReplacesAForeignType(t *testing.T) {
	in := body.Input{Body: collection.Body{Mode: "urlencoded", URLEncoded: rows("a", "1")}}
	for contentType, want := range map[string]bool{
		"": true, "text/plain": true, "application/x-www-form-urlencoded; charset=utf-8": false,
	} {
		in.ContentType = contentType
		if enc, _ := encode(t, in); enc.Replace != want {
			t.Errorf("user's %q: Replace = %v, want %v", contentType, enc.Replace, want)
		}
	}
}

func graph(source, query, operation, variables string) collection.Body {
	return collection.Body{Mode: "graphql", GraphQL: collection.GraphQL{Query: query, Operation: operation, Variables: variables, Source: source}}
}

func TestFormData(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.txt"), "AAA")
	write(t, filepath.Join(dir, "日本.txt"), "BBB")
	file := func(key, src string) collection.FormPart {
		return collection.FormPart{Param: collection.Param{Key: key}, Type: "file", Src: []string{src}}
	}
	named := file("g", "a.txt")
	named.FileName, named.ContentType = "n.bin", "x/y"
	two := file("t", "a.txt")
	two.Src = append(two.Src, "a.txt")
	parts := []collection.FormPart{
		{Param: collection.Param{Key: "a", Value: "1"}},
		{Param: collection.Param{Key: "j", Value: `{"a":1}`}, ContentType: "application/json"},
		file("f", "a.txt"), named, file("u", filepath.Join(dir, "日本.txt")), two,
		{Param: collection.Param{Key: "none"}, Type: "file"},
		{Param: collection.Param{Key: "in", Value: "SU4="}, Type: "file"},
		{Param: collection.Param{Key: "in", Value: "SU4="}, Type: "file", FileName: "i.json"},
		{Param: collection.Param{Key: "old", Value: "no base64!"}, Type: "file"},
		{Param: collection.Param{Key: "text", Value: "T"}, FileName: "t.txt"},
		{Param: collection.Param{Key: "obj", Value: `{"a": 1}`, Source: `{"a": 1}`}},
		{Param: collection.Param{Key: "off", Disabled: true}},
		{Param: collection.Param{Key: "z\r\ny", Value: "ü"}},
	}
	enc, got := encode(t, body.Input{
		Body: collection.Body{Mode: "formdata", Form: parts}, Files: body.Files{Dir: dir},
		ContentType: "multipart/form-data; boundary=XX",
	})
	if enc.Replace || enc.ContentType != "multipart/form-data; boundary=XX" {
		t.Errorf("type %q, replace %v: the user's boundary is kept", enc.ContentType, enc.Replace)
	}
	const f = `form-data; name="`
	want := strings.Join([]string{
		"--XX", "Content-Disposition: " + f + `a"`, "", "1",
		"--XX", "Content-Disposition: " + f + `j"`, "Content-Type: application/json", "", `{"a":1}`,
		"--XX", "Content-Disposition: " + f + `f"; filename="a.txt"`, "Content-Type: text/plain", "", "AAA",
		"--XX", "Content-Disposition: " + f + `g"; filename="n.bin"`, "Content-Type: x/y", "", "AAA",
		"--XX", "Content-Disposition: " + f + `u"; filename="日本.txt"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.txt`, "Content-Type: text/plain", "", "BBB",
		"--XX", "Content-Disposition: " + f + `t"; filename="a.txt"`, "Content-Type: text/plain", "", "AAA",
		"--XX", "Content-Disposition: " + f + `t"; filename="a.txt"`, "Content-Type: text/plain", "", "AAA",
		"--XX", "Content-Disposition: " + f + `none"; filename=""`, "", "",
		"--XX", "Content-Disposition: " + f + `in"`, "Content-Type: application/octet-stream", "", "IN",
		"--XX", "Content-Disposition: " + f + `in"; filename="i.json"`, "Content-Type: application/json", "", "IN",
		"--XX", "Content-Disposition: " + f + `old"; filename=""`, "", "",
		"--XX", "Content-Disposition: " + f + `text"; filename="t.txt"`, "Content-Type: text/plain", "", "T",
		"--XX", "Content-Disposition: " + f + `obj"`, "", `{"a":1}`,
		"--XX", "Content-Disposition: " + f + `z%0D%0Ay"`, "", "ü",
		"--XX--", "",
	}, "\r\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestBoundary(t *testing.T) {
	in := body.Input{
		Body: collection.Body{Mode: "formdata", Form: []collection.FormPart{{Param: collection.Param{Key: "a"}}}},
		Rand: func() uint64 { return 13 }, ContentType: "text/plain",
	}
	enc, got := encode(t, in)
	boundary := strings.Repeat("-", 26) + strings.Repeat("3", 24)
	if enc.ContentType != "multipart/form-data; boundary="+boundary || !enc.Replace {
		t.Errorf("type %q, replace %v", enc.ContentType, enc.Replace)
	}
	if !strings.HasPrefix(got, "--"+boundary+"\r\n") || !strings.HasSuffix(got, "\r\n--"+boundary+"--\r\n") {
		t.Errorf("body %q", got)
	}
}

func TestRefusedPartStopsTheBody(t *testing.T) {
	_, err := body.Encode(body.Input{
		Body:  collection.Body{Mode: "formdata", Form: []collection.FormPart{{Param: collection.Param{Key: "f"}, Type: "file", Src: []string{"../x"}}}},
		Files: body.Files{Dir: t.TempDir()}, Rand: func() uint64 { return 0 },
	})
	if err == nil || err.Error() != `row 1 of the form, part "f": file "../x" is outside the working directory` {
		t.Errorf("error %v", err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	must(t, os.WriteFile(path, []byte(text), 0o600))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
