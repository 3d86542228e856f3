package settings

import (
	"strconv"

	"postern/store/postman/jsondoc"
)

// RetainHeaders reports whether a link that is followed within its origin takes
// the request's headers and auth along, Postman's "retain headers when clicking
// on links". It does unless the file says otherwise.
func (s *Settings) RetainHeaders() bool {
	d, _ := s.read() // what is wrong is told with the first connection, see Config
	return !d.bareLinks
}

func (r *reader) links(v jsondoc.Value) {
	r.object(v, "the links", fields{"retainHeaders": func(v jsondoc.Value) {
		on := false // of a wish that is not understood, the careful half
		r.flag(&on)(v)
		r.out.bareLinks = !on
	}})
}

// flag reads true or false.
func (r *reader) flag(to *bool) func(jsondoc.Value) {
	return func(v jsondoc.Value) {
		switch v.Raw() {
		case "true":
			*to = true
		case "false":
			*to = false
		default:
			r.bad(v, strconv.Quote(v.Key())+" must be true or false", "write it without quotes")
		}
	}
}
