package wallet

import (
	tea "charm.land/bubbletea/v2"

	"postern/auth"
	"postern/auth/oauth2/metadata"
	"postern/ui/authform"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/message"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
)

// offer is what an issuer says of itself, waiting for the person to take it.
type offer struct {
	name, owner string
	changes     []metadata.Change
}

// The answers to an [offer].
const (
	takeEndpoints = "endpoints"
	takeAll       = "all"
	takeNothing   = "nothing"
)

// Discover asks the issuer in the settings of the chosen subject for its
// endpoints, and shows what would change in the settings of owner. Nothing
// changes before the person says so.
func (w *Wallet) Discover(owner string) tea.Cmd {
	config, ctx, server := w.subject.Config, w.ctx, w.deps.Server
	if config == nil || server == nil {
		return nil
	}
	return func() tea.Msg {
		c := config()
		m, err := server.Discover(ctx, c)
		msg := discoveredMsg{owner: owner, config: c, metadata: m, err: err}
		return msg
	}
}

// discoveredMsg brings what an issuer says of itself.
type discoveredMsg struct {
	owner    string
	config   auth.Config
	metadata metadata.Metadata
	err      error
}

func (msg discoveredMsg) apply(w *Wallet) (tea.Cmd, pane.Intent) {
	if msg.err != nil {
		return nil, Failed{Err: msg.err}
	}
	o := offer{name: w.newID("discovered"), owner: msg.owner, changes: metadata.Changes(msg.config, msg.metadata)}
	title := safe.Clean(msg.metadata.Issuer)
	if len(o.changes) == 0 {
		return nil, Opened{Dialog: message.New(w.env, message.Content{
			Title: title, Role: theme.OK, What: safe.Lit("The settings agree with what the issuer says of itself."),
		})}
	}
	w.offer = o
	lines := make([]safe.Text, 0, 2*len(o.changes))
	suggested := false
	for _, c := range o.changes {
		line := safe.Clean(c.Label + ": ")
		if c.Old != "" {
			line = line.Plus(authform.OptionLabel(c.Key, c.Old), safe.Lit(" → "))
		}
		line = line.Plus(authform.OptionLabel(c.Key, c.New))
		if c.Suggested() {
			suggested = true
			line = line.Plus(safe.Clean(" (suggested: " + c.Why + ")"))
		}
		lines = append(lines, line)
	}
	choices := []confirm.Choice{{ID: takeEndpoints, Letter: "f", Title: safe.Lit("fill in the endpoints")}}
	if suggested {
		choices = append(choices, confirm.Choice{ID: takeAll, Letter: "a", Title: safe.Lit("fill in all of it")})
	}
	choices = append(choices, confirm.Choice{ID: takeNothing, Letter: "k", Title: safe.Lit("keep the settings as they are")})
	return nil, Opened{Dialog: confirm.New(w.env, confirm.Options{Name: o.name, Title: title, Lines: lines, Choices: choices, Cancel: takeNothing})}
}

// taken is what an answer takes: the changes of an offer, or the sharing of a
// token; ok is false for an answer to another question.
func (w *Wallet) taken(in confirm.Answered) (out pane.Intent, ok bool) {
	if in.Name == sharing {
		if in.Choice == shareToken && w.known.OK && w.OAuth() {
			out = Shared{Owner: in.Of, Token: w.known.Token.Sent(w.subject.Config())}
		}
		return out, true
	}
	o := w.offer
	if o.name == "" || o.name != in.Name {
		return nil, false
	}
	w.offer = offer{}
	f := Filled{Owner: o.owner}
	for _, c := range o.changes {
		if in.Choice == takeAll || in.Choice == takeEndpoints && !c.Suggested() {
			f.Changes = append(f.Changes, c)
		}
	}
	if len(f.Changes) == 0 {
		return nil, true
	}
	return f, true
}
