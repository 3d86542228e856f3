// Package openapi makes a collection of an OpenAPI document, 3.0 or 3.1, or of
// one of its predecessor, Swagger 2.0, in JSON or YAML.
//
// Servers become variables and environments, tags folders, operations
// requests with a body made of examples or, where there are none, of the
// schema. Security schemes become auth, their credentials secret variables of
// the environment. References to other files are not followed. A new kind of
// security is added in security.go, a new media type in body.go.
package openapi
