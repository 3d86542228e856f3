// Package diff tells what differs between two answers to a request: status,
// headers and body, line by line.
//
// [Exchanges] makes lines of two exchanges, a JSON body laid out, and compares
// them with [Lines]. It shows what it is given: an exchange of the history has
// no secrets in it, another may. It reads no more than [MaxBody] of a body and
// says where it stopped.
//
// To compare another part of an exchange, add a section in exchange.go.
package diff
