package request

import (
	"postern/ui/params"
	"postern/ui/suggest"
)

// offerHeader offers names of headers, and values of those that have usual
// ones.
func offerHeader(d *document, c cell) suggest.Words {
	switch {
	case c.col == params.Key:
		return suggest.HeaderNames()
	case c.col == params.Value && c.row >= 0:
		return suggest.HeaderValues(d.Request.Headers[c.row].Key)
	}
	return suggest.Words{}
}

// headerWords offers the same in a line of text.
func headerWords(key string, value bool) suggest.Words {
	if value {
		return suggest.HeaderValues(key)
	}
	return suggest.HeaderNames()
}

// offerPart offers the type of the content of a part, and what a part can be.
func offerPart(_ *document, c cell) suggest.Words {
	switch c.col {
	case params.ContentType:
		return suggest.ContentTypes()
	case params.Type:
		return suggest.Words{List: []string{"text", "file"}}
	}
	return suggest.Words{}
}
