// Package postman reads and writes Postman's own files: collections of format
// v2.1, v2.0 and v1, environments and globals.
//
// Reading is lenient: every shape that Postman's own software takes is taken,
// and what cannot be understood becomes a note instead of an error. Writing is
// lossless: [WriteCollection] and [WriteEnvironment] read the original again,
// compare it with the model and change the bytes that say something else now,
// so that an unedited file comes out as it went in and an edit shows up in git
// as the line that was edited. [Export] turns one version into another, [Parts]
// takes a file apart that holds several documents.
//
// The package reads no files and keeps no state; package store does. Other
// formats live in store/format. A new field of the format is added in four
// places: the model in engine/collection, package decode, package encode, which
// makes what is new, and the write_*.go file of the noun, which edits what is
// there.
package postman
