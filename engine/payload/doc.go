// Package payload is a response body as a document: captured to memory or
// disk, indexed by line, made pretty, coloured, searched.
//
// A [Writer] takes the bytes as they arrive and its [Body] can be read at the
// same time, so that a viewer shows the first screen before the last byte is
// here. [Sniff] says what the bytes are, the packages
// charset and decode bring them to UTF-8.
// [Index] cuts a body into rows of bounded length and finds any of them again
// without keeping them; [Hex] does the same for bytes that are no text.
// [Pretty] writes JSON out anew, [Tokens] colours one visible row,
// [Search] finds; the package filter selects.
//
// Nothing here trusts its input. Every walk over a body is a loop and not a
// recursion, holds memory independent of the body's size, and ends when its
// context does. No bytes are made safe for a terminal: that is the work of
// whoever turns them into cells.
//
// The package knows no HTTP and no screen. JSON that folds is in the package
// tree, a list of objects as a table in the package table, a
// stream of events one by one in the package events.
//
// To add a view of a body, write a type with the two methods of [Document].
// To colour another format, write a [Lexer] and name it in [LexerFor]. To
// know another charset, change the package
// charset. To make a text of a body while it arrives, write a [Feed].
package payload
