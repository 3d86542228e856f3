// Package auth knows how a request proves who sends it: the declared auth
// config of a Postman file, the schemes that turn it into headers or
// parameters, and what an OAuth 2.0 token is, which package auth/tokens keeps
// alive.
//
// It is the leaf of the house: it imports nothing else of postern, writes no
// files and draws nothing. What it needs from outside comes in through narrow
// interfaces: [TokenStore] to keep tokens, [Grants] to get them (package
// auth/oauth2), [Prompter] to ask the person.
//
// To add a scheme, write auth/<name>.go with a type that implements [Scheme]
// and add one line to the list in schemes.go. Its mathematics goes into a
// package below auth/sign, which works on the request of auth/wire. A scheme
// that answers a refusal implements [Challenger], one that needs several
// answers or a connection of its own [Handshake].
package auth
