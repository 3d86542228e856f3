package request

import (
	"postern/ui/pairs"
	"postern/ui/params"
	"postern/ui/suggest"
	"postern/ui/widget/complete"
)

// offerHeader offers names of headers, and values of those that have usual
// ones.
func offerHeader(d *document, c pairs.Cell) complete.Source {
	switch {
	case c.Col == params.Key:
		return suggest.HeaderNames().Offer
	case c.Col == params.Value && c.Row >= 0:
		return suggest.HeaderValues(d.Request.Headers[c.Row].Key).Offer
	}
	return nil
}

// headerWords offers the same in a line of text.
func headerWords(key string, value bool) suggest.Words {
	if value {
		return suggest.HeaderValues(key)
	}
	return suggest.HeaderNames()
}

// offerPart offers the type of the content of a part, what a part can be, and
// paths for files.
func offerPart(d *document, c pairs.Cell) complete.Source {
	switch c.Col {
	case params.ContentType:
		return suggest.ContentTypes().Offer
	case params.Type:
		return suggest.Words{List: []string{"text", "file"}}.Offer
	}
	return offerPath(d, c)
}
