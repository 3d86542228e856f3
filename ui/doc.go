// Package ui is the workbench: the one Bubble Tea model that owns what is open
// and what is on screen.
//
// Panes, dialogs and widgets are plain structs in the folders below. Data goes
// down to them by setters; their wishes come up as intents, handled in the same
// pass (intents.go). What takes time is a [pane.Work], which a package wishes for
// and which brings another wish, or a command of the rooms that read files, send
// requests or ask for tokens; what comes back carries the id of what it answers.
// Update never blocks, View only joins what the panes have drawn.
//
// What has a state of its own is a room beside this package, such as files,
// sends, wallet or runs; here is only where they meet.
//
//	key ──► keymap ──► action ──► Model ──► Cmd ──► engine, store, auth
//	         │                      ▲                      │
//	         └► pane.Update ─► intent            result ◄──┘
//
// To add an action, see package keymap; to add a pane or dialog, see those
// packages, [New] and Model.pane.
package ui
