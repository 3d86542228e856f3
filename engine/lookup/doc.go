// Package lookup is what a response offers for the next request: the ids in
// it, each with a name that a person knows it by, and the links.
//
// This package has the types that the rooms share and the names of types of
// things ([Type], [PathType]). The work is done in the rooms:
//
//   - lookup/scan walks JSON once, without making a tree of it
//   - lookup/ids finds the ids of a response
//   - lookup/hole finds what a request lacks, and which ids and which list
//     requests would fill it
//   - lookup/seen keeps the ids seen so far, and which were chosen
//   - lookup/link finds, judges and expands links, and joins pages
//
// All of it is pure data: bytes and texts go in, plain structs come out.
// Nothing is sent, saved or drawn here, and nothing that comes out of a
// response is trusted: texts are cut and freed of control characters, walks
// are loops with limits, and a result says when a limit cut it short
// ([Cut]).
//
// To know another key that holds an id or a name, add it to the lists in
// lookup/ids/key.go. To know another word for a thing, add it to alias in
// noun.go. To know another form of link, add a rule in lookup/link/body.go.
package lookup
