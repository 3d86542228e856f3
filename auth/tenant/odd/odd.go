// Package odd answers in ways that a client meets in the wild but that no
// well-behaved API shows: slow, huge, endless, compressed, binary, deeply
// nested, broken off, full of terminal escapes. It is the tenant's folder of
// edge cases, for the tour and for tests.
//
// Every answer is bounded, whatever the parameters say. To add one, write its
// function and add one line to the list in [Handler].
package odd

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// answer is one odd answer.
type answer struct {
	pattern string
	about   string
	serve   http.HandlerFunc
}

func answers() []answer {
	return []answer{
		{"/odd/status/{code}", "that status, 200 to 599", status},
		{"GET /odd/slow", "waits ms milliseconds, at most 60000", slow},
		{"GET /odd/big", "a JSON list of mb MiB, at most 200", big},
		{"GET /odd/stream", "n lines of JSON, one every ms milliseconds; as=sse for events", stream},
		{"/odd/redirect/{n}", "n redirects with status code, then the echo", redirect},
		{"GET /odd/gzip", "a gzip body", compressed("gzip")},
		{"GET /odd/deflate", "a deflate (zlib) body", compressed("deflate")},
		{"GET /odd/brotli", "a brotli body", compressed("br")},
		{"GET /odd/zstd", "a zstd body", compressed("zstd")},
		{"GET /odd/escape", "terminal escapes in body and header; as=json for a JSON string, header=raw for ESC in the header", escape},
		{"GET /odd/binary", "every byte value", binary},
		{"GET /odd/html", "a page", fixed("text/html; charset=utf-8", page)},
		{"GET /odd/text", "plain text in several scripts", fixed("text/plain; charset=utf-8", prose)},
		{"GET /odd/latin1", "text in ISO-8859-1", fixed("text/plain; charset=iso-8859-1", "Gr\xfc\xdfe aus Z\xfcrich, 5\xa0\xb5m\n")},
		{"GET /odd/xml", "an XML document", fixed("application/xml", document)},
		{"GET /odd/longline", "JSON in one line of kb KiB, at most 10240", longLine},
		{"GET /odd/deep", "lists nested n deep, at most 100000", deep},
		{"GET /odd/numbers", "numbers and keys that parsers disagree on", fixed("application/json", numbers)},
		{"GET /odd/headers", "n headers, repeated, empty and long ones", headers},
		{"GET /odd/cookies", "sets a cookie for each query parameter", cookies},
		{"/odd/echo", "the request itself, as JSON", echo},
		{"GET /odd/drop", "breaks off; at=headers before the answer, else in the body", drop},
	}
}

// Handler serves everything under /odd/; /odd/ itself is the list.
func Handler() http.Handler {
	mux := http.NewServeMux()
	list := answers()
	for _, a := range list {
		mux.HandleFunc(a.pattern, a.serve)
	}
	mux.HandleFunc("GET /odd/{$}", func(w http.ResponseWriter, _ *http.Request) {
		out := make(map[string]string, len(list))
		for _, a := range list {
			out[strings.TrimPrefix(a.pattern, "GET ")] = a.about
		}
		writeJSON(w, http.StatusOK, out)
	})
	return mux
}

// number reads a query parameter, between low and high.
func number(r *http.Request, name string, def, low, high int) int {
	n, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil {
		return def
	}
	return max(low, min(n, high))
}

func fixed(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write([]byte(body)) // the client may have gone; so below
	}
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(v)
}

func status(w http.ResponseWriter, r *http.Request) {
	code, err := strconv.Atoi(r.PathValue("code"))
	if err != nil || code < 200 || code > 599 {
		http.Error(w, "a status from 200 to 599 is wanted", http.StatusBadRequest)
		return
	}
	switch {
	case code == http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Basic realm="odd"`)
	case code == http.StatusTooManyRequests || code == http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "3")
	case code == http.StatusNoContent || code == http.StatusNotModified || code == http.StatusResetContent:
		w.WriteHeader(code) // these have no body
		return
	}
	writeJSON(w, code, map[string]any{"status": code, "text": http.StatusText(code)})
}

func redirect(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 0 || n > 50 {
		http.Error(w, "a number of redirects from 0 to 50 is wanted", http.StatusBadRequest)
		return
	}
	code := number(r, "code", http.StatusFound, 301, 308)
	to := "/odd/echo"
	if n > 1 {
		to = fmt.Sprintf("/odd/redirect/%d?code=%d", n-1, code)
	}
	w.Header().Set("Location", to)
	w.WriteHeader(code)
}

func headers(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for i := range number(r, "n", 20, 0, 1000) {
		h.Set(fmt.Sprintf("X-Odd-%04d", i), strconv.Itoa(i))
	}
	h["X-Repeated"] = []string{"one", "two", "three"}
	h.Set("X-Empty", "")
	h.Set("X-Long", strings.Repeat("long ", 400))
	h.Set("X-Latin", "Z\xfcrich")
	h.Set("X-Unicode", "Zürich 東京")
	h.Add("Link", `</odd/echo>; rel="next"; title="a, \"quoted\"; title"`)
	h.Add("Warning", `299 - "Deprecated API"`)
	h.Set("Deprecation", "@1735689600")
	h.Set("Sunset", "Wed, 31 Dec 2036 23:59:59 GMT")
	writeJSON(w, http.StatusOK, map[string]string{"look": "at the headers"})
}

func cookies(w http.ResponseWriter, r *http.Request) {
	set := []string{}
	for k, vs := range r.URL.Query() {
		for _, v := range vs {
			http.SetCookie(w, &http.Cookie{Name: k, Value: v, Path: "/odd", MaxAge: 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode})
			set = append(set, k)
		}
	}
	if len(set) == 0 {
		http.SetCookie(w, &http.Cookie{Name: "odd", Value: "1", Path: "/odd"})
		set = append(set, "odd")
	}
	got := map[string]string{}
	for _, c := range r.Cookies() {
		got[c.Name] = c.Value
	}
	writeJSON(w, http.StatusOK, map[string]any{"received": got, "set": set})
}
