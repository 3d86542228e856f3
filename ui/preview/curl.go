package preview

import (
	"strings"
	"unicode/utf8"

	"postern/engine"
	"postern/engine/collection"
	"postern/store/format/curl"
)

// Curl is the request as a curl command. Credentials stand in it as shell
// variables, and any other secret is masked: what is copied is meant to be
// shared.
func Curl(p *engine.Prepared) string {
	q := collection.Request{Method: p.Request.Method, URL: collection.ParseURL(p.Request.URL)}
	for _, h := range p.Request.Header {
		// What postern adds by itself, curl adds in its own way.
		if !h.System || h.Secret || strings.EqualFold(h.Name, "Content-Type") {
			q.Headers = append(q.Headers, collection.Param{Key: h.Name, Value: h.Value})
		}
	}
	if len(p.Body) > 0 && utf8.Valid(p.Body) && !p.BodyCut {
		q.Body = collection.Body{Declared: true, Mode: "raw", Raw: string(p.Body)}
	}
	return p.Redactor().Text(curl.Write(q, false))
}
