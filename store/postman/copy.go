package postman

import (
	"postern/store/postman/decode"
	"postern/store/postman/jsondoc"
)

// Copy returns a collection's file as that of another collection: under
// another name, and with new ids for it and for everything in it, so that two
// programs, or two collections in one, never take one for the other. All else
// stays as it is. A v1 file must be converted first.
func Copy(data []byte, file, name string, newID func() string) ([]byte, error) {
	f, err := open(data, file, Collection)
	if err != nil {
		return nil, err
	}
	old, nodes := decode.Collection(f.root, file)
	if old.Schema == "v1" {
		return nil, &Error{File: file, Err: ErrVersion1, Hint: "convert it to v2.1 first"}
	}
	m := maker{&writer{Edit: f.doc.Edit()}}
	info := f.root.Get("info")
	if !info.Is(jsondoc.Object) {
		info = f.root
	}
	m.SetMember(info, "name", name)
	for _, key := range []string{"_postman_id", "id"} {
		if info.Get(key).Exists() {
			m.SetMember(info, key, newID())
		}
	}
	for _, v := range nodes {
		if v.Is(jsondoc.Object) {
			m.identify(v, newID())
		}
	}
	return bytesOf(m.Text(), f.enc), nil
}
