// Package archtest holds the rules of the house as tests: who may import whom,
// and how big things may grow. A rule that breaks prints its reason. It has no
// code of its own.
package archtest
