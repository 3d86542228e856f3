// Package wire makes and keeps the transports of net/http: one for every way
// in which requests differ that must not share connections. TLS versions and
// cipher suites, client certificates and authorities for a host, proxies and
// the limits of connecting live here.
//
// It sends nothing and reads no files: certificates come loaded. A new
// property of a connection is a field of Need and a line in Pool.make.
package wire
