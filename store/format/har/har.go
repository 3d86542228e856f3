// Package har makes a collection of an HTTP archive (HAR 1.2), which browsers
// and proxies record: a request for each entry, in a folder for each page, or
// for each host where there are no pages, with the answer as an example.
//
// An archive has everything that went over the line, credentials too; notes
// say where they are now. It reads no other recordings.
package har

import (
	"cmp"
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"postern/engine/collection"
	"postern/engine/redact"
	"postern/store/format/draft"
	"postern/store/format/tree"
	"postern/store/postman/jsondoc"
)

// Detect reports whether the head of a file is that of an archive.
func Detect(name string, head []byte) bool {
	_, ok := tree.Top(head)["log"]
	return ok && (strings.HasSuffix(strings.ToLower(name), ".har") || strings.Contains(string(head), `"creator"`) || strings.Contains(string(head), `"entries"`))
}

// Read reads an archive, which has no name of its own.
func Read(name string, data []byte) (draft.Imported, error) {
	root, err := tree.Parse(data)
	if err != nil {
		return draft.Imported{}, err
	}
	log := root.Get("log")
	if !log.Get("entries").Is(jsondoc.Array) {
		return draft.Imported{}, draft.Fail("save the recording again as HAR 1.2", "this is no HTTP archive: it has no log.entries")
	}
	r := &reader{folders: map[string]*collection.Item{}, pages: map[string]string{}, left: maxExamples}
	for _, p := range log.Get("pages").Children() {
		id := p.Get("id").Text()
		r.pages[id] = cmp.Or(p.Get("title").Text(), id)
	}
	c := &collection.Collection{Name: cmp.Or(name, "Recording")}
	for _, e := range log.Get("entries").Children() {
		if it := r.entry(e); it != nil {
			c.Items = r.file(c.Items, e, it)
		}
	}
	return r.log.Done([]*collection.Collection{c}, nil), nil
}

// maxExamples is how long the bodies of all answers may be, in bytes.
const maxExamples = 50 << 20

type reader struct {
	log draft.Log
	// folders are by "p" and the page's id, or "h" and the host.
	folders map[string]*collection.Item
	pages   map[string]string
	// left is how long the bodies of answers may still be.
	left int
}

// file puts a request into the folder of its page or host.
func (r *reader) file(items []*collection.Item, e jsondoc.Value, it *collection.Item) []*collection.Item {
	page := e.Get("pageref").Text()
	key, name := "p"+page, r.pages[page]
	if name == "" {
		host := strings.Join(it.Request.URL.Host, ".")
		key, name = "h"+host, cmp.Or(host, "(no host)")
	}
	f := r.folders[key]
	if f == nil {
		if !r.log.Take() {
			return items
		}
		f = &collection.Item{Name: name, Folder: true}
		r.folders[key] = f
		items = append(items, f)
	}
	f.Items = append(f.Items, it)
	return items
}

// entry makes a request, or nil of what is none.
func (r *reader) entry(e jsondoc.Value) *collection.Item {
	v := e.Get("request")
	address, method := v.Get("url").Text(), cmp.Or(v.Get("method").Text(), "GET")
	if scheme, _, ok := strings.Cut(address, ":"); !ok || scheme != "http" && scheme != "https" {
		r.log.Add("", "request", "what is no HTTP request is left behind: %.60s", address)
		return nil
	}
	if !r.log.Take() {
		return nil
	}
	it := draft.Request("", method, address)
	q := it.Request
	it.Name = q.Method + " /" + strings.Join(q.URL.Path, "/")
	for i, x := range q.URL.Vars { // a segment that begins with a colon is one
		q.URL.Vars[i].Value, q.URL.Vars[i].NoValue = ":"+x.Key, false
	}
	q.Headers = r.headers(it.Name, v.Get("headers"))
	for _, h := range q.Headers {
		if strings.EqualFold(h.Key, "Authorization") {
			q.Auth = draft.Auth("noauth")
		}
	}
	r.body(it, v.Get("postData"))
	it.Examples = r.answer(it, e.Get("response"))
	return it
}

// unsent are headers that the connection makes by itself.
const unsent = " host content-length connection transfer-encoding accept-encoding "

func (r *reader) headers(where string, list jsondoc.Value) []collection.Param {
	var out []collection.Param
	for _, h := range list.Children() {
		key, value := h.Get("name").Text(), h.Get("value").Text()
		if key == "" || strings.HasPrefix(key, ":") || strings.Contains(unsent, " "+strings.ToLower(key)+" ") {
			continue
		}
		if redact.Sensitive(key) && value != "" {
			r.log.Add(where, key, "it was recorded with a credential, which is in the collection's file now")
		}
		out = append(out, collection.Param{Key: key, Value: value})
	}
	return out
}

func (r *reader) body(it *collection.Item, v jsondoc.Value) {
	if !v.Is(jsondoc.Object) {
		return
	}
	b := &it.Request.Body
	b.Declared = true
	media := v.Get("mimeType").Text()
	params := v.Get("params")
	if media == "" && params.Len() > 0 {
		media = "application/x-www-form-urlencoded"
		for _, p := range params.Children() {
			if p.Get("fileName").Text() != "" {
				media = "multipart/form-data"
			}
		}
	}
	switch {
	case strings.HasPrefix(media, "multipart/") && params.Len() > 0:
		b.Mode = "formdata"
		for _, p := range params.Children() {
			part := collection.FormPart{
				Param: collection.Param{Key: p.Get("name").Text(), Value: p.Get("value").Text()}, Type: "text",
				ContentType: p.Get("contentType").Text(), FileName: p.Get("fileName").Text(),
			}
			if part.FileName != "" {
				r.log.Add(it.Name, part.Key, "the recording has no path to the file %q", part.FileName)
				part.Type, part.Value = "file", ""
			}
			b.Form = append(b.Form, part)
		}
		it.Request.Headers = without(it.Request.Headers, "Content-Type") // it has the boundary of back then
	case strings.HasPrefix(media, "application/x-www-form-urlencoded") && params.Len() > 0:
		b.Mode = "urlencoded"
		for _, p := range params.Children() {
			b.URLEncoded = append(b.URLEncoded, collection.Param{Key: p.Get("name").Text(), Value: p.Get("value").Text()})
		}
	default:
		b.Mode, b.Raw, b.Language = "raw", v.Get("text").Text(), draft.Language(media)
		if v.Get("encoding").Text() == "base64" {
			r.log.Add(it.Name, "postData", "a body of bytes is left as base64")
		}
	}
}

func without(rows []collection.Param, key string) []collection.Param {
	var out []collection.Param
	for _, h := range rows {
		if !strings.EqualFold(h.Key, key) {
			out = append(out, h)
		}
	}
	return out
}

// answer makes an example of what came back, if something did.
func (r *reader) answer(it *collection.Item, v jsondoc.Value) []collection.Example {
	code := v.Get("status").Int()
	if code <= 0 {
		return nil
	}
	content := v.Get("content")
	body := content.Get("text").Text()
	if content.Get("encoding").Text() == "base64" {
		raw, err := base64.StdEncoding.DecodeString(body)
		if body = string(raw); err != nil || !utf8.Valid(raw) {
			r.log.Add(it.Name, "response", "a body of bytes is left behind")
			body = ""
		}
	}
	if len(body) > draft.MaxExample || len(body) > r.left {
		r.log.Add(it.Name, "response", "its body of %d bytes is left behind", len(body))
		body = ""
	}
	r.left -= len(body)
	original := it.Request.Clone()
	status := v.Get("statusText").Text()
	return []collection.Example{{
		Name: strings.TrimSpace(v.Get("status").Text() + " " + status), Original: &original, Status: status, Code: code,
		Header: r.headers(it.Name, v.Get("headers")), Body: body, Preview: draft.Language(content.Get("mimeType").Text()),
	}}
}
