package request

import (
	"strings"

	"postern/auth"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/kvtable"
	"postern/ui/widget/text"
)

// authTab shows the auth in effect and where it comes from. Its attributes can
// be edited where the request itself carries them.
type authTab struct {
	*table
	env pane.Env
}

func newAuth(env pane.Env, d *document) tab {
	t := newTable(env, d, kvtable.Options{
		Columns: []kvtable.Column{
			{Title: safe.Lit("Field"), Locked: true},
			{Title: safe.Lit("Value"), Spans: d.spans},
		},
		Start: 1,
	}, rowsOf{
		sections: authSections,
		apply: func(d *document, f kvtable.Fact) {
			if c, ok := f.(kvtable.Changed); ok {
				own := d.Request.Auth.Set(authFields(d)[c.Row].Key, c.Value)
				d.Request.Auth, d.Auth = &own, own
			}
		},
		about: func(d *document, _, row int) ([]string, string) {
			f := authFields(d)[row]
			help := f.Help
			switch {
			case len(f.Options) > 0:
				help = strings.TrimSpace(help + " One of " + strings.Join(f.Options, ", ") + ".")
			case f.Bool:
				help = strings.TrimSpace(help + " true or false.")
			}
			if f.Secret {
				return []string{templatesOnly(d.Auth.Get(f.Key))}, help
			}
			return []string{d.Auth.Get(f.Key)}, help
		},
	})
	return &authTab{table: t, env: env}
}

// templatesOnly leaves the names of a secret value, which are no secret.
func templatesOnly(s string) string {
	if wholeTemplate(s) {
		return s
	}
	return ""
}

// wholeTemplate reports whether a value is one {{name}} and nothing else. Such
// a value is worth seeing and hides no secret.
func wholeTemplate(s string) bool {
	return strings.HasPrefix(s, "{{") && strings.HasSuffix(s, "}}") && !strings.ContainsAny(s[2:len(s)-2], "{}")
}

// owned reports whether the request itself carries its auth.
func owned(d *document) bool {
	return d.Request.Auth != nil && d.AuthFrom != "folder" && d.AuthFrom != "collection"
}

// authFields are the fields of the scheme, the unset ones only where they can
// be filled in, and then what else the file has.
func authFields(d *document) []auth.Field {
	var out []auth.Field
	known := map[string]bool{}
	if s, ok := auth.Lookup(d.Auth.Type); ok {
		for _, f := range s.Fields() {
			known[f.Key] = true
			if _, set := d.Auth.Value(f.Key); set || owned(d) {
				out = append(out, f)
			}
		}
	}
	for _, a := range d.Auth.Attrs {
		if !known[a.Key] {
			known[a.Key] = true
			out = append(out, auth.Field{Key: a.Key, Label: a.Key, Secret: looksSecret(a.Key)})
		}
	}
	return out
}

// looksSecret guesses for attributes nobody described.
func looksSecret(key string) bool {
	key = strings.ToLower(key)
	for _, s := range []string{"secret", "password", "token", "key", "assertion"} {
		if strings.Contains(key, s) {
			return true
		}
	}
	return false
}

func authSections(d *document) []kvtable.Section {
	if !d.open {
		return nil
	}
	s := kvtable.Section{Title: authTitle(d)}
	for _, f := range authFields(d) {
		v, set := d.Auth.Value(f.Key)
		c := kvtable.Cell{Value: auth.Text(v), Locked: !owned(d)}
		switch v.(type) {
		case []any, map[string]any:
			c.Locked = true
		}
		c.Masked = f.Secret && !wholeTemplate(c.Value)
		if !set || c.Value == "" {
			c.Shown, c.Role = safe.Lit("–"), theme.Faint
		}
		s.Rows = append(s.Rows, kvtable.Row{
			Cells: []kvtable.Cell{{Value: f.Label, Role: theme.Faint, Locked: true}, c},
			Fixed: true,
		})
	}
	return []kvtable.Section{s}
}

// authName is the scheme's name for people.
func authName(d *document) safe.Text {
	if s, ok := auth.Lookup(d.Auth.Type); ok {
		return safe.Clean(s.Label())
	}
	if d.Auth.Type == "" {
		return safe.Lit("No auth")
	}
	return safe.Clean(d.Auth.Type).Plus(safe.Lit(" (sent without: not known here)"))
}

func authTitle(d *document) safe.Text {
	name := authName(d)
	switch d.AuthFrom {
	case "folder", "collection":
		return name.Plus(safe.Lit(" — inherited from "), safe.Clean(d.AuthFrom), safe.Lit(" “"), safe.Clean(d.AuthOwner), safe.Lit("”, read only here"))
	case "request":
		return name.Plus(safe.Lit(" — of this request"))
	}
	return name
}

func (t *authTab) note() safe.Text {
	d := t.doc
	switch {
	case !d.open:
		return safe.Text{}
	case d.AuthFrom == "folder" || d.AuthFrom == "collection":
		return safe.Lit("inherit")
	case d.Auth.Type == "" || d.Auth.Type == "noauth":
		return safe.Lit("none")
	}
	return safe.Clean(d.Auth.Type)
}

// view tells why there is nothing to see when there is not.
func (t *authTab) view(width, height int, focus bool) string {
	if len(authFields(t.doc)) > 0 {
		return t.table.view(width, height, focus)
	}
	return cells.Block(t.env.Theme, []text.Line{
		text.Of(theme.Strong, safe.Lit(" ").Plus(authTitle(t.doc))),
		text.Of(theme.Faint, safe.Lit(" The request goes out without credentials.")),
	}, width, height)
}

func (t *authTab) restyle(env pane.Env) {
	t.env = env
	t.table.restyle(env)
}
