package odd

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

const (
	page = "<!doctype html>\n<html lang=\"en\">\n<title>An odd page</title>\n<h1>502 Bad Gateway</h1>\n" +
		"<p>Many an API answers like this when its proxy cannot reach it.</p>\n<script>alert('not run here')</script>\n</html>\n"
	prose    = "Plain text.\nGrüße — naïve café — Ελληνικά — עברית — العربية — 東京 — 👩\u200d👩\u200d👧\u200d👦 🇨🇭\n\ttab\ttab\nno newline at the end"
	document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<users xmlns=\"urn:example:users\" count=\"2\">\n" +
		"  <user id=\"1\"><name>Tony Stark</name><note><![CDATA[a < b]]></note></user>\n  <user id=\"2\"><name>Zoë</name></user>\n</users>\n"
	numbers = `{"big":12345678901234567890123,"exact":0.1000,"exponent":1E+2,"minus":-0,"tiny":1e-400,"same":1,"same":2,"":"empty key","\u0061":"escaped key","lone":"\ud800"}`
)

func slow(w http.ResponseWriter, r *http.Request) {
	ms := number(r, "ms", 1000, 0, 60_000)
	if !wait(r, ms) {
		return
	}
	writeJSON(w, http.StatusOK, map[string]int{"waited": ms})
}

// wait waits and reports whether the request is still wanted.
func wait(r *http.Request, ms int) bool {
	timer := time.NewTimer(time.Duration(ms) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// big streams a list of users; nothing of that size is ever in memory.
func big(w http.ResponseWriter, r *http.Request) {
	size := number(r, "mb", 10, 1, 200) << 20
	w.Header().Set("Content-Type", "application/json")
	if _, err := io.WriteString(w, "[\n"); err != nil {
		return
	}
	var b bytes.Buffer
	for sent, i := 2, 0; sent < size; i++ {
		b.Reset()
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `  {"id":"00u%017d","serial":%d,"name":"User %d","active":%t,"score":%d.%02d,"tags":["a","b"],"_links":{"self":{"href":"/api/v1/users/00u%017d"}}}`,
			i, i, i, i%3 == 0, i%1000, i%100, i)
		sent += b.Len()
		if _, err := w.Write(b.Bytes()); err != nil {
			return
		}
	}
	_, _ = io.WriteString(w, "\n]\n")
}

// stream sends line after line, each flushed.
func stream(w http.ResponseWriter, r *http.Request) {
	n, ms := number(r, "n", 10, 1, 1000), number(r, "ms", 100, 0, 10_000)
	events := r.URL.Query().Get("as") == "sse"
	w.Header().Set("Content-Type", "application/x-ndjson")
	if events {
		w.Header().Set("Content-Type", "text/event-stream")
	}
	out := http.NewResponseController(w)
	for i := range n {
		line := fmt.Sprintf(`{"n":%d,"of":%d}`+"\n", i+1, n)
		if events {
			line = fmt.Sprintf("id: %d\nevent: tick\ndata: %s\n", i+1, line)
		}
		if _, err := io.WriteString(w, line); err != nil {
			return
		}
		_ = out.Flush() // without it the lines come at once, no worse
		if i < n-1 && !wait(r, ms) {
			return
		}
	}
}

// compressed answers in a content encoding whether or not the client accepts
// it.
func compressed(encoding string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", encoding)
		w.Header().Set("Vary", "Accept-Encoding")
		z := encoder(encoding, w)
		_ = json.NewEncoder(z).Encode(map[string]any{"encoding": encoding, "filler": strings.Repeat("compressible ", 200)})
		_ = z.Close()
	}
}

func encoder(encoding string, w io.Writer) io.WriteCloser {
	switch encoding {
	case "deflate":
		return zlib.NewWriter(w)
	case "br":
		return brotli.NewWriter(w)
	case "zstd":
		// One goroutine: the answer is small, and the default starts one for
		// each processor. The options cannot fail.
		if z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1)); err == nil {
			return z
		}
	}
	return gzip.NewWriter(w)
}

// attacks are what a terminal must never get from a server: title, clipboard,
// colour, cursor and screen control, in C0, C1 and C1 as UTF-8; hyperlinks,
// device queries, bidirectional overrides, invisible characters, overlong and
// broken UTF-8.
var attacks = []string{
	"title \x1b]0;owned\x07 end",
	"clipboard \x1b]52;c;b3duZWQ=\x07 end",
	"colour \x1b[31mred\x1b[0m end",
	"clear \x1b[2J\x1b[H end",
	"C1 as UTF-8 \u009b31m \u009d0;owned\u009c end",
	"raw C1 \x9b31m \x9d0;owned\x9c end",
	"link \x1b]8;;http://evil.example/\x07click\x1b]8;;\x07 end",
	"query \x1b[6n \x1b[c \x1bP+q544e\x1b\\ end",
	"bidi \u202egnp.exe\u202c \u2066isolate\u2069 end",
	"invisible a\u200bb\u200dc\ufeffd\U000e0041e end",
	"combining Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307 end",
	"controls \x00\x08\x08\x08\x0b\x0c\x7f\r end",
	"overlong \xc0\xaf \xe2\x28\xa1 \xff\xfe end",
	"unterminated \x1b]0;never closed",
}

func escape(w http.ResponseWriter, r *http.Request) {
	// C0 controls in a header make many clients refuse the answer, net/http
	// among them, so they have to be asked for.
	w.Header().Set("X-Odd", "C1 \u009d0;owned\u009c \u009b31m bidi \u202eend")
	if r.URL.Query().Get("header") == "raw" {
		w.Header().Set("X-Odd", "title \x1b]0;owned\x07 end")
	}
	text := strings.Join(attacks, "\n")
	if r.URL.Query().Get("as") == "json" {
		w.Header().Set("Content-Type", "application/json")
		// As a lenient server writes it: raw bytes between quotes, only the
		// quote, the backslash and the line feed escaped.
		text = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text)
		_, _ = io.WriteString(w, "{\"name\": \""+text+"\"}\n")
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, text+"\n")
}

func binary(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", `attachment; filename="../../odd.bin"`)
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	_, _ = w.Write(bytes.Repeat(all, 16))
}

func longLine(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	n := number(r, "kb", 1024, 1, 10_240) << 10
	_, _ = io.WriteString(w, `{"line":"`+strings.Repeat("0123456789abcdef", n/16)+`","end":true}`)
}

func deep(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	n := number(r, "n", 1000, 1, 100_000)
	_, _ = io.WriteString(w, strings.Repeat("[", n)+strings.Repeat("]", n))
}

// maxEcho bounds the body that is sent back, in bytes.
const maxEcho = 16 << 20

// echo shows a request as it came in, credentials and all: the client and the
// server are on one machine.
func echo(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxEcho))
	if err != nil {
		http.Error(w, "the body is longer than 16 MiB", http.StatusRequestEntityTooLarge)
		return
	}
	out := struct {
		Method  string              `json:"method"`
		URL     string              `json:"url"`
		Host    string              `json:"host"`
		Proto   string              `json:"proto"`
		Query   map[string][]string `json:"query"`
		Headers map[string][]string `json:"headers"`
		Size    int                 `json:"size"`
		Body    string              `json:"body,omitempty"`
		Base64  string              `json:"bodyBase64,omitempty"`
	}{
		Method: r.Method, URL: r.RequestURI, Host: r.Host, Proto: r.Proto,
		Query: r.URL.Query(), Headers: r.Header, Size: len(body),
	}
	if utf8.Valid(body) {
		out.Body = string(body)
	} else {
		out.Base64 = base64.StdEncoding.EncodeToString(body)
	}
	writeJSON(w, http.StatusOK, out)
}

// drop promises a body and closes the connection in the middle of it.
func drop(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("at") != "headers" {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, `{"this": "breaks off`)
		_ = http.NewResponseController(w).Flush() // so that the part arrives
	}
	panic(http.ErrAbortHandler) // the way to make net/http close the connection
}
