// Package curl turns curl commands into requests, as documents and browsers
// give them to be pasted, and requests into curl commands.
//
// [Parse] reads words as a shell does, POSIX or that of Windows, and runs
// nothing: a shell variable becomes a {{name}}. What has no meaning for a
// request of its own, or is not known, is told in a note and never an error.
// [Write] is the way back. An option of curl is added in the table of
// options.go.
package curl
