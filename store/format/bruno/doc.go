// Package bruno makes a collection of a folder of Bruno's, or of a single file
// of one: bruno.json, collection.bru, folder.bru, the requests and the
// environments.
//
// It reads the language of the files with a parser of its own (bru.go), and
// nothing that is no regular file of the folder. What only Bruno does, scripts,
// assertions and values taken from answers, is told in notes, its text kept in
// the description. An auth mode is added in auth.go.
package bruno
