// Package wire makes and keeps the transports of net/http: one for every way
// in which requests differ that must not share connections. TLS versions and
// cipher suites, client certificates and authorities for a host, proxies and
// the limits of connecting live here.
//
// It reads no files: certificates come loaded, or with a function that loads
// them. A new property of a connection is a field of Need and a line in
// Pool.make; a new wish of a person is a field of Config.
package wire
