// Package tokens is the token manager: it keeps OAuth 2.0 tokens alive, each
// with one refresh under way at a time, in this process and among all that
// share a store.
//
// It knows no grant, no file and no screen: tokens come from an [auth.Grants],
// rest in an [auth.TokenStore], and a person is asked through an
// [auth.Prompter]. What it decides is when, and which.
//
// A token is a record of the store. The first one a config gets has the config's
// key ([auth.Key]); more of the same config, for other people, have that key
// with a suffix, and are sent when a person chose them ([Manager.Use]), or where
// a config names the record ([auth.Config.Record]). Flights,
// locks and intents are those of a record.
//
// What the store can do besides keeping tokens is used if it can: an
// [auth.Locker] keeps other processes out, an [auth.IntentStore] remembers
// refreshes over a crash, an [auth.ChoiceStore] remembers the choices. What
// Grants can do besides is used in the same way, see [Revoker] and [Settler].
//
// To add something a person does with a token, write a method in wallet.go that
// takes the record first (see Manager.take), so that it is safe beside a
// refresh. To add something a send may want of a token, add a want in errand.go.
package tokens
