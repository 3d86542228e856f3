// Package cli is the command line: the same engine without a screen. It lists
// a collection, shows a request as it would go out, sends one, manages tokens,
// and starts the demo; without a command it hands over to the workbench.
//
// What a program wants stands on stdout: the list, the request, the body of
// the answer. Everything for a person goes to stderr. The exit code says what
// became of it (package exit).
//
// It knows no Bubble Tea: whoever wires the program passes in how the workbench
// is started. Text from files and servers is cleaned before a terminal gets
// it (package console); another program gets the bytes as they are.
//
// To add a command, write <command>.go with a method of app that returns a
// *cobra.Command and add it to the list in cli.go. Wrap its work in app.run, so
// that its errors become exit codes. A family of commands has a package below
// this one, as package token is; what several share has one, too: what a command
// line names (pick), how it connects (connect), how a person logs in (login).
package cli
