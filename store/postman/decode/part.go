package decode

import (
	"postern/auth"
	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// Attrs reads the attributes of one auth type, a map or a list.
func Attrs(kind string, block jsondoc.Value) []auth.Attr {
	return (&reader{}).attrs(kind, block)
}

// URL reads an address of any shape.
func URL(v jsondoc.Value) collection.URL { return (&reader{}).url(v) }
