// Package store is the workspace on disk: it finds and opens a person's
// Postman files, writes edits back to those very files, and keeps what is
// private beside them in the state.
//
// It does not know how the files are spelled (package postman), how private
// things are kept (package state), nor what is done with a request.
//
// A [Workspace] hands its documents out once; from then on whoever opened it
// owns and changes them. What is written comes back as a copy. So a save runs
// beside the screen without sharing anything with it.
//
//	Open ──▶ documents ──▶ edited by the caller ──▶ Save… (a copy)
//	                                                  │ file as it was read?
//	                                                  ├─ yes: written
//	                                                  └─ no:  *Conflict, untouched
//
// Opening touches neither the state nor a keyring: start-up must not wait for
// them. [Workspace.LoadPrivate] does, after the first frame.
package store
