// Package difftest sends the same collections with Postman's runner newman and
// with postern's engine to a server that records what arrives, and compares
// the requests: method, target, header names as they are spelled, header
// values and body bytes. The order of different headers is free.
//
// It holds tests only. They need a folder with newman in it, which
// POSTERN_NEWMAN names (.ci/run makes one), and skip without. What differs on
// purpose stands in testdata/allow.tsv, a reason to each line; a line that
// nothing needs any more is a failure too.
//
// To compare more, put a collection into testdata, or add a request to one.
package difftest
