package bodytext

import (
	"strings"

	"postern/engine/collection"
	"postern/engine/payload"
)

// KindOf is what the raw body's language says, or where it says nothing, as
// in files of Postman's early versions, what the body looks like.
func KindOf(r *collection.Request) payload.Kind {
	switch r.Body.Language {
	case "json":
		return payload.JSON
	case "xml":
		return payload.XML
	case "html":
		return payload.HTML
	case "javascript":
		return payload.JavaScript
	case "":
		raw := r.Body.Raw
		return payload.Sniff(contentType(r), []byte(raw[:min(len(raw), payload.SniffLen)]))
	}
	return payload.Text
}

// contentType is what the headers say about the body.
func contentType(r *collection.Request) string {
	for _, h := range r.Headers {
		if strings.EqualFold(h.Key, "Content-Type") && !h.Disabled {
			return h.Value
		}
	}
	return ""
}
