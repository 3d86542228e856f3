package postman

import (
	"reflect"
	"slices"

	"postern/engine/collection"
	"postern/store/postman/decode"
	"postern/store/postman/encode"
	"postern/store/postman/jsondoc"
)

func (w *writer) request(item jsondoc.Value, old, q *collection.Request) {
	v := item.Get("request")
	if !v.Is(jsondoc.Object) {
		bare := collection.Request{Method: "GET", URL: collection.ParseURL(q.URL.Text())}
		switch {
		case reflect.DeepEqual(old, q):
		case v.Is(jsondoc.String) && reflect.DeepEqual(bare, *q):
			w.Set(v, q.URL.Text())
		default:
			w.SetMember(item, "request", encode.Request(q, w.maps))
		}
		return
	}
	w.text(v, "method", old.Method, q.Method)
	w.rows(v, "header", old.Headers, q.Headers)
	w.body(v, old.Body, q.Body)
	w.url(v, old.URL, q.URL)
	w.auth(v, old.Auth, q.Auth)
	w.description(v, old.Description, q.Description)
}

// url writes an address in the shape it has: a text, or parts beside the raw
// text. Parts that did not change are left alone even where raw contradicts
// them, because they win when the file is read.
func (w *writer) url(owner jsondoc.Value, old, u collection.URL) {
	if sameURL(old, u) {
		return
	}
	v := owner.Get("url")
	if !v.Is(jsondoc.Object) {
		if sameURL(collection.ParseURL(u.Text()), u) && (w.maps || v.Is(jsondoc.String)) {
			w.SetMember(owner, "url", u.Text())
			return
		}
		w.SetMember(owner, "url", encode.URL(u))
		return
	}
	if !decode.HasParts(v) {
		w.rawURL(v, old, u)
		return
	}
	w.text(v, "raw", old.Text(), u.Text())
	w.part(v, "protocol", old.Protocol, u.Protocol)
	if old.HasUser != u.HasUser || old.HasPassword != u.HasPassword || old.User != u.User || old.Password != u.Password {
		if u.HasUser || u.HasPassword {
			w.SetMember(v, "auth", encode.User(u))
		} else {
			w.DeleteMember(v, "auth")
		}
	}
	w.segments(v, "host", old.Host, u.Host, len(u.Host) > 0)
	switch {
	case old.Port == u.Port && old.HasPort == u.HasPort:
	case u.HasPort || u.Port != "":
		w.SetMember(v, "port", u.Port)
	default:
		w.DeleteMember(v, "port")
	}
	w.segments(v, "path", old.Path, u.Path, u.HasPath || len(u.Path) > 0)
	w.rows(v, "query", old.Query, u.Query)
	switch {
	case old.Hash == u.Hash && old.HasHash == u.HasHash:
	case u.HasHash || u.Hash != "":
		w.SetMember(v, "hash", u.Hash)
	default:
		w.DeleteMember(v, "hash")
	}
	w.rows(v, "variable", old.Vars, u.Vars)
}

// rawURL writes an address that is kept as a text inside an object. It gets
// parts only when the text cannot say everything.
func (w *writer) rawURL(v jsondoc.Value, old, u collection.URL) {
	plain := collection.ParseURL(u.Text())
	plain.Vars = u.Vars
	if !sameURL(plain, u) {
		w.Set(v, encode.URL(u))
		return
	}
	w.text(v, "raw", old.Text(), u.Text())
	w.rows(v, "variable", old.Vars, u.Vars)
}

// sameURL reports whether two addresses are equal; a list that is empty and
// one that is missing are.
func sameURL(a, b collection.URL) bool {
	if !slices.Equal(a.Host, b.Host) || !slices.Equal(a.Path, b.Path) ||
		!slices.Equal(a.Query, b.Query) || !slices.Equal(a.Vars, b.Vars) {
		return false
	}
	a.Host, a.Path, a.Query, a.Vars = b.Host, b.Path, b.Query, b.Vars
	return reflect.DeepEqual(a, b)
}

func (w *writer) part(v jsondoc.Value, key, old, s string) {
	switch {
	case old == s:
	case s == "":
		w.DeleteMember(v, key)
	default:
		w.SetMember(v, key, s)
	}
}

func (w *writer) segments(v jsondoc.Value, key string, old, texts []string, has bool) {
	switch {
	case slices.Equal(old, texts) && (len(texts) > 0 || has == v.Get(key).Exists()):
	case !has:
		w.DeleteMember(v, key)
	default:
		w.strings(v, key, texts)
	}
}
