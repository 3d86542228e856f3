// Package shape turns requests into the JSON that Postman's scripts know, that
// of a collection file of version 2.1, and back.
//
// It is for what scripts see and make, so it keeps what they can: no
// descriptions of files, no origins. Reading is lenient, for scripts write
// requests by hand; package store/postman is the one for files.
package shape
