// Package engine sends one request: resolve, encode, authorise, transport,
// capture. It is the same for the workbench and for the command line, knows
// no files of the workspace and draws nothing.
package engine
