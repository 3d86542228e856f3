// Package payload is a response body as a document: captured to memory or
// disk, indexed by line, made pretty, coloured, searched.
//
// It knows no HTTP and no screen.
package payload
