package collection

// URL is a request's address in parts, as Postman keeps it.
type URL struct {
	// Protocol is without "://"; "" when the text had none.
	Protocol string
	// User and Password are the userinfo; HasUser tells absent from empty.
	User, Password string
	HasUser        bool
	Host           []string
	// Port is as written, which may be a {{name}}.
	Port    string
	HasPort bool
	Path    []string
	// HasPath tells "http://h" from "http://h/".
	HasPath bool
	Query   []Param
	Hash    string
	HasHash bool
	// Vars are the path variables: the values of ":name" segments.
	Vars []Param
}
