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

// Convert returns a collection of an older version as a v2.1 file. What the
// model does not hold is left behind, so the old file should be kept.
func Convert(data []byte, file string) ([]byte, error) {
	c, err := ReadCollection(data, file)
	if err != nil {
		return nil, err
	}
	return NewCollection(c), nil
}

// layout prints new JSON as Postman's export does.
func layout(o jsondoc.Obj) []byte {
	return []byte(jsondoc.Format(o, jsondoc.Tabs(), "") + "\n")
}
