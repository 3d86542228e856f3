// Package insomnia makes collections of Insomnia's exports, version 4 (JSON)
// and 5 (YAML).
//
// A workspace becomes a collection; its base environment, which always counts,
// the collection's variables; the environments below it environments. {{ _.x }}
// becomes {{x}}. Template tags that have no like here, scripts and requests of
// other protocols are told in notes. An auth type is added in auth.go.
package insomnia
