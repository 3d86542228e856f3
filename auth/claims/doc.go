// Package claims reads JSON Web Tokens for people: what stands in them, whom
// they speak for, and whether they look wrong for the request they are about
// to be sent with.
//
// It verifies nothing. A client has no business trusting an access token, and
// mostly lacks the keys; what [Decode] returns is what somebody wrote, shown as
// such ([Unverified]), and no decision about access may rest on it. [Mismatch]
// only warns, so it keeps quiet wherever it cannot know.
//
// It fetches nothing, reads no clock and draws nothing: how long ago a time was
// is the viewer's to say, and texts are as the token spells them, to be cleaned
// before they reach a terminal.
//
// To explain another claim, add a line to the list in meaning.go. To teach
// [Mismatch] a vendor whose names cross domains, or who gives every customer a
// name below one domain, add it to the lists in site.go.
package claims
