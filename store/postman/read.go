package postman

import (
	"postern/engine/collection"
	"postern/store/postman/decode"
)

// File is what [Read] found: one of the two is set.
type File struct {
	Kind        Kind
	Collection  *collection.Collection
	Environment *collection.Environment
}

// Read reads a file of any kind. file is the path to show in errors, which are
// [*Error]s.
func Read(data []byte, file string) (File, error) {
	f, err := open(data, file, Collection, Environment, Globals)
	switch {
	case err != nil:
		return File{}, err
	case f.kind == Collection:
		c, _ := decode.Collection(f.root, file)
		return File{Kind: f.kind, Collection: c}, nil
	}
	return File{Kind: f.kind, Environment: decode.Environment(f.root, f.kind == Globals, file)}, nil
}

// ReadCollection reads a collection of any version, bare or wrapped in an
// answer of the Postman API. The error is an [*Error].
func ReadCollection(data []byte, file string) (*collection.Collection, error) {
	f, err := open(data, file, Collection)
	if err != nil {
		return nil, err
	}
	c, _ := decode.Collection(f.root, file)
	return c, nil
}

// ReadEnvironment reads an environment or globals: exported, wrapped in an
// answer of the Postman API, or a bare list of variables. Values in the file
// are initial values; current ones never stand there. The error is an
// [*Error].
func ReadEnvironment(data []byte, file string) (*collection.Environment, error) {
	f, err := open(data, file, Environment, Globals)
	if err != nil {
		return nil, err
	}
	return decode.Environment(f.root, f.kind == Globals, file), nil
}
