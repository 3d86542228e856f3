// Package address turns a resolved text into the address a request goes to,
// percent-encoded to the character as Postman does it, and says what an origin
// is.
//
// It resolves no names, connects to nothing and judges nothing: whether an
// address can be sent to is for the caller to say.
package address
