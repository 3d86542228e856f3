// Package ui is the workbench: the one Bubble Tea model that owns what is open
// and what is on screen.
//
// Panes, dialogs and widgets are plain structs in the folders below. Data goes
// down to them by setters; their wishes come up as intents, handled in the same
// pass (intents.go). Work that takes time is a command (cmds_*.go), the only
// place that reads files, sends requests or asks for tokens; its result is a
// message that carries the id of what it answers and knows how to apply itself.
// Update never blocks, View only joins what the panes have drawn.
//
//	key ──► keymap ──► action ──► Model ──► Cmd ──► engine, store, auth
//	         │                      ▲                      │
//	         └► pane.Update ─► intent            result ◄──┘
//
// To add an action, see package keymap; to add a pane or dialog, see those
// packages and the list in panes.go.
package ui
