// Package suggest holds what people often type into a request: names of headers,
// their values, media types.
//
// To suggest something in another place, add its [Words] here.
package suggest

import (
	"strings"

	"postern/ui/widget/complete"
)

// Words are texts that often stand somewhere, where any other may stand too.
type Words struct {
	List []string
	// Apart are the bytes that part one word from the next; "" means that there
	// is one.
	Apart string
}

// Offer returns the words that fit what was typed, at the end of the text only.
// It is a [complete.Source].
func (w Words) Offer(line string, at int) (complete.Offer, bool) {
	from := 0
	if w.Apart != "" {
		from = strings.LastIndexAny(line, w.Apart) + 1
	}
	for from < at && line[from] == ' ' {
		from++
	}
	if at != len(line) || from >= at {
		return complete.Offer{}, false
	}
	o := complete.Offer{From: from, To: at, Word: line[from:], Free: true}
	for _, s := range w.List {
		o.Options = append(o.Options, complete.Option{Name: s})
	}
	return o, true
}

// HeaderNames are the request headers that people type, by name.
func HeaderNames() Words {
	return Words{List: []string{
		"Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Connection",
		"Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Type", "Cookie", "DPoP",
		"Date", "Expect", "Forwarded", "From", "Host", "Idempotency-Key", "If-Match", "If-Modified-Since", "If-None-Match",
		"If-Range", "If-Unmodified-Since", "Link", "Origin", "Pragma", "Prefer", "Proxy-Authorization", "Range", "Referer",
		"TE", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "Via", "X-API-Key", "X-Correlation-ID",
		"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-HTTP-Method-Override", "X-Request-ID",
		"X-Requested-With", "traceparent", "tracestate",
	}}
}

// HeaderValues are the usual values of a header.
func HeaderValues(name string) Words {
	switch strings.ToLower(name) {
	case "content-type":
		return ContentTypes()
	case "accept":
		return Words{List: append([]string{"*/*"}, ContentTypes().List...), Apart: ","}
	case "accept-encoding", "content-encoding":
		return Words{List: []string{"gzip", "deflate", "br", "zstd", "identity"}, Apart: ","}
	case "cache-control":
		return Words{List: []string{"no-cache", "no-store", "max-age=0", "only-if-cached"}, Apart: ","}
	case "connection":
		return Words{List: []string{"keep-alive", "close"}}
	case "prefer":
		return Words{List: []string{"return=minimal", "return=representation", "respond-async"}, Apart: ","}
	}
	return Words{}
}

// ContentTypes are the media types that are asked for and sent most.
func ContentTypes() Words {
	return Words{List: []string{
		"application/json", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml", "text/plain",
		"text/html", "text/csv", "text/xml", "application/scim+json", "application/hal+json", "application/vnd.api+json",
		"application/problem+json", "application/merge-patch+json", "application/json-patch+json", "application/ld+json",
		"application/graphql", "application/jwt", "application/javascript", "application/octet-stream", "application/pdf",
		"application/x-ndjson", "application/soap+xml", "application/yaml", "application/zip", "image/png", "image/jpeg",
		"image/svg+xml", "text/event-stream",
	}}
}
