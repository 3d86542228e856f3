package example

import (
	"unicode/utf8"

	"postern/engine"
	"postern/engine/collection"
)

// Sent is the request of an exchange as it went out, for one whose template
// nobody has any more: that of the past, or of a link that was followed.
// Secrets are masked, what the engine added by itself is left out.
func Sent(x *engine.Exchange) collection.Request {
	r := x.Redactor()
	out := collection.Request{Method: x.Sent.Method, URL: collection.ParseURL(r.URL(x.Sent.URL))}
	for _, h := range x.Sent.Header {
		if !h.System {
			out.Headers = append(out.Headers, collection.Param{Key: h.Name, Value: r.Header(h.Name, h.Value)})
		}
	}
	if b := x.Sent.Body; len(b) > 0 && !x.Sent.BodyCut && utf8.Valid(b) {
		out.Body = collection.Body{Mode: "raw", Raw: r.Body(string(b))}
	}
	return out
}
