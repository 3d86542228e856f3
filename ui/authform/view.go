// Package authform is an auth block as a form: the type, the attributes of its
// scheme, and what can be done with its token. The request pane shows it for
// requests, folders and collections.
//
// The rows follow from [auth.Scheme.Fields]: a new scheme or field needs
// nothing here. What is done to them changes a copy of the block, which the
// owner takes from [Form.View] and puts where it belongs; what needs the
// network or the token manager goes up as an intent, see [GetAsked]. The form
// never has a token: what it knows of one is in [Token].
package authform

import (
	"postern/auth"
	"postern/engine/collection"
	"postern/ui/safe"
	"postern/ui/theme"
)

// Owner is what has an auth block: the request or folder of an id, or the
// collection itself if Item is "".
type Owner struct{ Collection, Item string }

// The kinds of owners, as in [collection.Job].
const (
	kindRequest    = "request"
	kindFolder     = "folder"
	kindCollection = "collection"
)

// View is what a form shows.
type View struct {
	Owner Owner
	// Kind is "request", "folder" or "collection".
	Kind string
	// Own is the owner's block; nil inherits.
	Own *auth.Config
	// Parent is what counts without one. Source, From and Name are the owner it
	// stands with, its kind and its name; From is "" where there is nothing to
	// inherit.
	Parent     auth.Config
	Source     Owner
	From, Name string
}

// Of returns the view of the row at the end of a chain; an empty chain is the
// collection.
func Of(c *collection.Collection, chain []*collection.Item) View {
	v := View{Owner: Owner{Collection: c.ID}, Kind: kindCollection, Own: declared(c.Auth)}
	n := len(chain)
	if n == 0 {
		return v
	}
	it := chain[n-1]
	v.Owner.Item, v.Kind = it.ID, kindFolder
	v.Own = declared(it.Auth)
	if it.Request != nil {
		v.Kind, v.Own = kindRequest, declared(it.Request.Auth)
	}
	if cfg := declared(c.Auth); cfg != nil {
		v.Parent, v.Source, v.From, v.Name = *cfg, Owner{Collection: c.ID}, kindCollection, c.Name
	}
	for _, f := range chain[:n-1] {
		if cfg := declared(f.Auth); cfg != nil {
			v.Parent, v.Source, v.From, v.Name = *cfg, Owner{c.ID, f.ID}, kindFolder, f.Name
		}
	}
	return v
}

// declared is a copy of a block, or nil for one that inherits.
func declared(c *auth.Config) *auth.Config {
	if c == nil || c.Type == "" {
		return nil
	}
	n := c.Clone()
	return &n
}

// Change is what becomes of the block of an item, or of the collection for nil,
// and whose it is; ok is false if it has none of its own.
func Change(c *collection.Collection, it *collection.Item, change func(auth.Config) auth.Config) (now auth.Config, of Owner, ok bool) {
	v := Of(c, nil)
	if it != nil {
		v = Of(c, c.Chain(it.ID))
	}
	if v.Own == nil {
		return now, v.Owner, false
	}
	return change(*v.Own), v.Owner, true
}

// Inherits reports whether the block of another owner counts.
func (v View) Inherits() bool { return v.Own == nil && v.From != "" }

// Config is the block that counts.
func (v View) Config() auth.Config {
	if v.Own != nil {
		return *v.Own
	}
	return v.Parent
}

// Holder is the owner whose block counts.
func (v View) Holder() Owner {
	if v.Inherits() {
		return v.Source
	}
	return v.Owner
}

// Label names the scheme of a block.
func Label(c auth.Config) safe.Text {
	if s, ok := auth.Lookup(c.Type); ok {
		return safe.Clean(s.Label())
	}
	if c.Type == "" {
		return safe.Lit("No Auth")
	}
	return safe.Clean(c.Type).Plus(safe.Lit(" (sent without: not known here)"))
}

// Token is what is known of the token of the block that counts: texts for the
// screen, and no secret.
type Token struct {
	// Known says that there is one.
	Known bool
	// Text is what it is called, whom it speaks for and how long it lives, Role
	// its look. Where there is none, Text is the name of one that was got with
	// earlier settings, if there is such a one.
	Text safe.Text
	Role theme.Role
	// HasID says that an ID token came with it.
	HasID bool
}

// GetAsked says that a new token is to be got for the block of Holder. Owner
// is what was looked at, which may inherit that block.
type GetAsked struct{ Owner, Holder Owner }

// UseAsked says that another token is to be chosen for the block of Holder.
type UseAsked struct{ Owner, Holder Owner }

// FillAsked says that the endpoints of the owner's block are to be filled in
// from the metadata of its issuer.
type FillAsked struct{ Owner Owner }

// ShareAsked says that the known token is to be written into the owner's block
// as accessToken, where everybody who has the file can read it.
type ShareAsked struct{ Owner Owner }

// SourceAsked says that the block of Owner is to be looked at where it stands.
type SourceAsked struct{ Owner Owner }

// Edited says that the owner's block is another.
type Edited struct {
	Owner Owner
	// Auth is a copy; nil inherits.
	Auth *auth.Config
}
