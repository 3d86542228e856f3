// Package token is the command `postern token`: the tokens that are kept, on
// the command line.
//
// It decides nothing about tokens; that is for the token manager. Only get and
// login look into files, and only for a name that no token has. Where nobody
// can log in, a command that needs it ends instead of waiting.
//
// A token itself is printed by get, on stdout, and by nothing else.
//
// To add a command, write a method of Commands that returns it, and add it to
// the list in [Command].
package token
