package hostile_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// world is a workspace and a server that say one hostile text wherever a
// workspace and a server can say anything.
type world struct {
	raw string
	// file is the text as a file of JSON may hold it: valid UTF-8.
	file string
}

func newWorld(raw string) world { return world{raw: raw, file: strings.ToValidUTF8(raw, "\u009b")} }

// at is the text between two marks that tell where it is shown. What stands
// behind the text must be seen.
func (w world) at(sink string) string { return before(sink) + w.file + behind(sink) }

// rawAt is at with bytes that are no UTF-8.
func (w world) rawAt(sink string) string { return before(sink) + w.raw + behind(sink) }

// The marks are short: columns are narrow.
func before(sink string) string { return fmt.Sprintf("q%02d", place(sink)) }
func behind(sink string) string { return fmt.Sprintf("z%02d", place(sink)) }

// place is the number of a sink.
func place(sink string) int {
	i := slices.Index(sinks(), sink)
	if i < 0 {
		panic("no sink " + sink) // a slip of this test
	}
	return i
}

// sinks are the places that hold foreign text.
func sinks() []string {
	return []string{
		"collection", "docs", "variable", "value", "known", "folder", "folderdocs", "requestdocs", "tokenname", "client", "scope", "host",
		"request", "user", "param", "paramvalue", "paramdocs", "header", "headerdocs", "body", "script", "example",
		"environment", "envname", "envvalue", "dir", "file", "problem",
		"label", "label2", "key", "string", "linktitle", "rel", "text", "bytes", "event", "value of a header", "cookie", "reason", "location",
		"described", "uri", "subject", "issuer", "granted", "usercode", "pasted",
	}
}

// quoted is a JSON string that holds s byte for byte.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteString(`\` + string(rune(c)))
		case c < ' ':
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// fill puts texts into a template: <name> is the text marked with the name, as
// JSON.
func (w world) fill(template string, raw bool) string {
	parts := strings.Split(template, "<")
	var b strings.Builder
	b.WriteString(parts[0])
	for _, p := range parts[1:] {
		name, rest, _ := strings.Cut(p, ">")
		if raw {
			b.WriteString(quoted(w.rawAt(name)))
		} else {
			b.WriteString(quoted(w.at(name)))
		}
		b.WriteString(rest)
	}
	return b.String()
}

const aCollection = `{"info":{"_postman_id":"c","name":<collection>,"description":<docs>,
	"schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
	"variable":[{"key":<variable>,"value":<value>},{"key":"known","value":<known>}],
	"item":[{"name":<folder>,"description":<folderdocs>,"item":[
		{"name":"Answer","request":{"method":"GET","url":"http://tenant.test/answer","description":<requestdocs>}},
		{"name":"Text","request":{"method":"GET","url":"http://tenant.test/text"}},
		{"name":"Bytes","request":{"method":"GET","url":"http://tenant.test/bytes"}},
		{"name":"Stream","request":{"method":"GET","url":"http://tenant.test/stream"}},
		{"name":"Headers","request":{"method":"GET","url":"http://tenant.test/headers"}},
		{"name":"Status","request":{"method":"GET","url":"http://tenant.test/status"}},
		{"name":"Away","request":{"method":"GET","url":"http://tenant.test/away"}},
		{"name":"Refused","request":{"method":"GET","url":"http://tenant.test/answer","auth":{"type":"oauth2","oauth2":[
			{"key":"grant_type","value":"client_credentials"},{"key":"accessTokenUrl","value":"http://tenant.test/refused"},{"key":"tokenName","value":"r"},{"key":"clientId","value":"c"}]}}},
		{"name":"Token","request":{"method":"GET","url":"http://tenant.test/answer","auth":{"type":"oauth2","oauth2":[
			{"key":"grant_type","value":"client_credentials"},{"key":"accessTokenUrl","value":"http://tenant.test/token"},{"key":"tokenName","value":<tokenname>},
			{"key":"clientId","value":<client>},{"key":"scope","value":<scope>}]}}},
		{"name":"Device","request":{"method":"GET","url":"http://tenant.test/answer","auth":{"type":"oauth2","oauth2":[
			{"key":"grant_type","value":"device_code"},{"key":"deviceUrl","value":"http://tenant.test/device"},{"key":"accessTokenUrl","value":"http://tenant.test/refused"},{"key":"tokenName","value":"d"},{"key":"clientId","value":"c"}]}}},
		{"name":"Hole","request":{"method":"GET","url":"http://tenant.test/things/:thingId"}},
		{"name":"Nowhere","request":{"method":"GET","url":<host>}},
		{"name":<request>,"request":{"method":"GET","description":"d","auth":{"type":"basic","basic":[{"key":"username","value":<user>}]},
			"url":{"raw":"http://tenant.test/a","protocol":"http","host":["tenant.test"],"path":["a"],"query":[{"key":<param>,"value":<paramvalue>,"description":<paramdocs>}]},
			"header":[{"key":"X-A","value":<header>,"description":<headerdocs>}],"body":{"mode":"raw","raw":<body>}},
			"event":[{"listen":"test","script":{"exec":[<script>]}}],
			"response":[{"name":<example>,"status":"OK","code":200,"body":"{}"}]}]}]}`

// deviceAddress is where a device login begins: the one address that may become
// a link of the terminal's.
const deviceAddress = "https://tenant.test/d"

const anEnvironment = `{"id":"e","name":<environment>,"values":[{"key":<envname>,"value":<envvalue>,"enabled":true},
	{"key":"thingId","value":"","enabled":true},{"key":"url","value":"http://tenant.test","enabled":true}]}`

// anAnswer is a list of things that have ids, labels, links and odd keys.
const anAnswer = `{"things":[{"id":"0001","name":<label>,<key>:<string>,"n":1},{"id":"0002","name":<label2>,<key>:"b","n":2}],
	"_links":{"next":{"href":"/answer?page=2","title":<linktitle>},<rel>:{"href":"/things/1"}}}`

// files is the workspace, with a file that is broken.
func (w world) files() map[string][]byte {
	return map[string][]byte{
		"a.postman_collection.json":  []byte(w.fill(aCollection, false)),
		"a.postman_environment.json": []byte(w.fill(anEnvironment, false)),
	}
}

// folder is a folder with the text in its name, as far as a system takes it,
// and a broken file in it of such a name.
func (w world) folder(t *testing.T) string {
	t.Helper()
	name := strings.NewReplacer("/", "", "\x00", "").Replace(w.rawAt("dir"))
	dir := filepath.Join(t.TempDir(), name)
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	broken := strings.NewReplacer(before("dir"), before("file"), behind("dir"), behind("file")).Replace(name) + ".postman_collection.json"
	if err := os.WriteFile(filepath.Join(dir, broken), []byte(`{"info":`+w.rawAt("problem")), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// ServeHTTP says the text in every part of an answer.
func (w world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	json := func(status int, template string) {
		rw.Header().Set("Content-Type", "application/json")
		rw.WriteHeader(status)
		_, _ = rw.Write([]byte(w.fill(template, true))) // whoever has gone needs no answer
	}
	switch r.URL.Path {
	case "/text":
		rw.Header().Set("Content-Type", "text/plain")
		_, _ = fmt.Fprintf(rw, "first\n%s\nlast line", w.rawAt("text"))
	case "/bytes":
		rw.Header().Set("Content-Type", "application/octet-stream")
		_, _ = fmt.Fprintf(rw, "\x00\x01\x02%s\xff\xfe", w.rawAt("bytes"))
	case "/stream":
		rw.Header().Set("Content-Type", "text/event-stream")
		_, _ = fmt.Fprintf(rw, "event: e\ndata: %s\n\n", w.rawAt("event"))
	case "/headers":
		rw.Header()["X-Text"] = []string{w.rawAt("value of a header")}
		rw.Header()["Set-Cookie"] = []string{"c=" + w.rawAt("cookie") + "; Path=/"}
		_, _ = rw.Write([]byte("{}"))
	case "/status":
		conn, _, err := rw.(http.Hijacker).Hijack()
		if err == nil {
			_, _ = fmt.Fprintf(conn, "HTTP/1.1 200 %s\r\nContent-Length: 2\r\n\r\n{}", w.rawAt("reason"))
			_ = conn.Close()
		}
	case "/away":
		rw.Header()["Location"] = []string{"http://elsewhere.test/" + w.rawAt("location")}
		rw.WriteHeader(http.StatusFound)
	case "/refused":
		json(http.StatusBadRequest, `{"error":"odd","error_description":<described>,"error_uri":<uri>}`)
	case "/token":
		claims := base64.RawURLEncoding.EncodeToString([]byte(w.fill(`{"sub":<subject>,"iss":<issuer>,"aud":"a"}`, false)))
		json(http.StatusOK, `{"access_token":"e30.`+claims+`.x","expires_in":3600,"token_type":"Bearer","scope":<granted>}`)
	case "/device":
		json(http.StatusOK, `{"device_code":"d","user_code":<usercode>,"verification_uri":"`+deviceAddress+`","expires_in":600,"interval":5}`)
	default:
		json(http.StatusOK, anAnswer)
	}
}
