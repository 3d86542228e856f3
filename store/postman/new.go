package postman

import (
	"postern/engine/collection"
	"postern/store/postman/encode"
	"postern/store/postman/jsondoc"
)

// NewCollection returns c as a new v2.1 file, laid out as Postman exports it.
func NewCollection(c *collection.Collection) []byte { return layout(encode.Collection(c, false)) }

// NewEnvironment returns e as a new file, laid out as Postman exports it. It
// holds the initial values only.
func NewEnvironment(e *collection.Environment) []byte { return layout(encode.Environment(e)) }

// layout prints new JSON as Postman's export does.
func layout(o jsondoc.Obj) []byte {
	return []byte(jsondoc.Format(o, jsondoc.Tabs(), "") + "\n")
}
