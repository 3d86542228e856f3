package authform

import (
	"slices"
	"strconv"
	"strings"

	"postern/auth"
	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/form"
)

// The rows that are no attributes. Those of attributes are named by their keys
// behind attr.
const (
	rowType     = "type"
	rowFrom     = "from"
	rowSource   = "source"
	rowOverride = "override"
	rowToken    = "token"
	rowGet      = "get"
	rowUse      = "use"
	rowFill     = "fill"
	rowMove     = "move"
	rowShare    = "share"
	attr        = "attr "
)

// noAuth is the type that sends nothing.
const noAuth = "noauth"

// advanced is how the titles of sections begin that are folded at first.
const advanced = "Advanced"

// sections are the rows of the form.
func (f *Form) sections() []form.Section {
	v, c := f.view, f.view.Config()
	out := []form.Section{{Rows: f.head()}}
	section := func(title string) *form.Section {
		i := slices.IndexFunc(out, func(s form.Section) bool { return s.ID == title })
		if i < 0 {
			i = len(out)
			out = append(out, form.Section{ID: title, Title: safe.Clean(title), Folded: strings.HasPrefix(title, advanced)})
		}
		return &out[i]
	}
	known := map[string]bool{}
	if s, ok := auth.Lookup(c.Type); ok {
		for _, d := range s.Fields() {
			known[d.Key] = true
			if !f.shows(d, c) {
				continue
			}
			s := section(d.Section)
			s.Rows = append(s.Rows, rowOf(d, c, v.Own == nil))
			s.Rows = append(s.Rows, f.behind(d.Key, c)...)
		}
	}
	for _, a := range c.Attrs {
		if !known[a.Key] {
			known[a.Key] = true
			s := section("More in the file")
			s.Rows = append(s.Rows, rowOf(auth.Field{Key: a.Key, Label: a.Key, Secret: looksSecret(a.Key)}, c, v.Own == nil))
		}
	}
	for i := range out {
		out[i].Note = note(out[i])
	}
	return out
}

// note counts the values of a section, which may be folded.
func note(s form.Section) safe.Text {
	n := 0
	for _, r := range s.Rows {
		if r.Kind < form.Button && !r.Unset && (r.Value != "" || len(r.Params) > 0) {
			n++
		}
	}
	if n == 0 || !s.Folded {
		return safe.Text{}
	}
	return safe.Clean(strconv.Itoa(n) + " set")
}

// head are the rows above the attributes: the type, where it comes from, and
// the token.
func (f *Form) head() []form.Row {
	v, c := f.view, f.view.Config()
	rows := []form.Row{f.types()}
	if v.Inherits() {
		from := Label(c).Plus(safe.Lit(" · inherited from "), safe.Clean(v.From), safe.Lit(" ‹"), safe.Clean(v.Name), safe.Lit("›"))
		rows = append(
			rows,
			form.Row{ID: rowFrom, Kind: form.Info, Label: from, Role: theme.Info},
			f.button(rowSource, keymap.AuthSource, safe.Lit("Edit it there"), safe.Text{}, safe.Lit("Shows the ").Plus(safe.Clean(v.From), safe.Lit(" this comes from."))),
			f.button(rowOverride, keymap.OverrideAuth, safe.Lit("Override it here"), safe.Text{}, safe.Lit("Copies it, to be changed here alone.")),
		)
	}
	if c.Type == "" || c.Type == noAuth {
		return append(rows, form.Row{Kind: form.Info, Label: safe.Lit("Requests go out without credentials."), Role: theme.Faint})
	}
	if c.Type != (auth.OAuth2{}).Type() {
		return rows
	}
	off := safe.Text{}
	switch {
	case auth.Obtainable(c):
	case auth.GrantType(c) == auth.Implicit:
		off = safe.Lit("needs an Auth URL or an Issuer URL")
	default:
		off = safe.Lit("needs an Access Token URL or an Issuer URL")
	}
	return append(
		rows, f.tokenRow(),
		f.button(rowGet, keymap.GetToken, safe.Lit("Get New Access Token"), off, safe.Lit("Runs the grant below and shows the token.")),
		f.button(rowUse, keymap.ChooseToken, safe.Lit("Use another token…"), off, safe.Lit("The tokens there are, and which of them is sent.")),
	)
}

// types is the choice of the type.
func (f *Form) types() form.Row {
	v := f.view
	r := form.Row{ID: rowType, Kind: form.Choice, Label: safe.Lit("Type"), Unset: v.Own == nil, Help: safe.Lit("Another type keeps what was set for this one.")}
	if v.Kind != kindCollection {
		r.Options = append(r.Options, form.Option{Label: safe.Lit("Inherit from parent")})
	} else {
		r.Fallback = noAuth
	}
	known := false
	for _, s := range auth.Schemes() {
		r.Options = append(r.Options, form.Option{Value: s.Type(), Label: safe.Clean(s.Label())})
		known = known || v.Own != nil && s.Type() == v.Own.Type
	}
	if v.Own != nil {
		if r.Value = v.Own.Type; !known {
			r.Options = append(r.Options, form.Option{Value: v.Own.Type, Label: Label(*v.Own)})
		}
	}
	return r
}

func (f *Form) button(id string, do keymap.ID, label, off, help safe.Text) form.Row {
	return form.Row{ID: id, Kind: form.Button, Label: label, Off: off, Help: help, Key: safe.Clean(f.env.Keys.Shown(do))}
}

// tokenRow tells of the token that is known.
func (f *Form) tokenRow() form.Row {
	if !f.token.Known {
		label := safe.Lit("○ no token yet")
		if !f.token.Text.Empty() {
			label = label.Plus(safe.Lit(" for these settings; "), safe.Clean(f.env.Keys.Shown(keymap.ChooseToken)), safe.Lit(" finds that of the earlier ones: "), f.token.Text)
		}
		return form.Row{ID: rowToken, Kind: form.Info, Label: label, Role: theme.Faint}
	}
	return form.Row{ID: rowToken, Kind: form.Info, Label: f.token.Text, Role: f.token.Role}
}

// behind are the buttons that belong to an attribute and stand below it.
func (f *Form) behind(key string, c auth.Config) []form.Row {
	if f.view.Own == nil || c.Type != (auth.OAuth2{}).Type() {
		return nil
	}
	switch {
	case key == "accessToken" && auth.Obtainable(c) && c.Get(key) != "":
		return []form.Row{f.button(rowShare, keymap.ShareToken, safe.Lit("Stop sharing"), safe.Text{}, safe.Lit("Takes the token out of the file; whoever has an older copy still has it."))}
	case key == "accessToken" && auth.Obtainable(c):
		off := safe.Text{}
		if !f.token.Known {
			off = safe.Lit("there is no token yet")
		}
		return []form.Row{f.button(rowShare, keymap.ShareToken, safe.Lit("Share token"), off, safe.Lit("Writes the token into the collection's file, for everybody who can read that."))}
	case key == "issuer":
		off := safe.Text{}
		if c.Get(key) == "" {
			off = safe.Lit("needs an Issuer URL")
		}
		return []form.Row{f.button(rowFill, keymap.FillIssuer, safe.Lit("Fill from issuer"), off, safe.Lit("Asks the issuer for its endpoints and fills in the empty ones."))}
	case key == "resource" && legacy(c), key == "audience" && len(c.Values("resource")) == 0 && legacy(c):
		return []form.Row{f.button(rowMove, keymap.MoveAudience, safe.Lit("Move audience and resource"), safe.Text{}, safe.Lit("Makes them parameters of the request they belong to, as newer versions of Postman do."))}
	}
	return nil
}

// shows reports whether a field stands in the form: those that mean something,
// and of what is only looked at those that are set.
func (f *Form) shows(d auth.Field, c auth.Config) bool {
	v, set := c.Value(d.Key)
	switch {
	case d.When != nil && !d.When(c):
		return false
	case d.Key == "useTokenType":
		return set || f.token.HasID && f.view.Own != nil
	}
	return f.view.Own != nil || set && auth.Text(v) != ""
}

// rowOf is the row of a field.
func rowOf(d auth.Field, c auth.Config, locked bool) form.Row {
	v, set := c.Value(d.Key)
	r := form.Row{
		ID: attr + d.Key, Label: safe.Clean(d.Label), Help: safe.Clean(d.Help),
		Value: auth.Text(v), Unset: !set || v == nil, Fallback: fallback(d, c), Locked: locked,
	}
	if r.Secret = d.Secret && !wholeTemplate(r.Value); r.Secret && r.Value != "" && !locked {
		r.Help = safe.Join([]safe.Text{safe.Lit("In the file as it is; a {{variable}} keeps it out."), r.Help}, safe.Lit(" "))
	}
	list, isList := v.([]any)
	_, isMap := v.(map[string]any)
	switch {
	case d.Params && (isList || r.Value == ""):
		r.Kind, r.Options, r.Params = form.Params, places(d.Key), paramsOf(list)
	case isList || isMap:
		r.Locked = true
		if d.Key == "audience" || d.Key == "resource" { // by ids that mean nothing to people
			r.Value = strings.Join(c.Values(d.Key), ", ")
		}
	case len(d.Options) > 0:
		r.Kind = form.Choice
		for _, o := range d.Options {
			r.Options = append(r.Options, form.Option{Value: o, Label: OptionLabel(d.Key, o)})
		}
	case d.Bool:
		r.Kind = form.Switch
		if !r.Unset {
			on := strings.EqualFold(r.Value, "true") || d.Default == "true" && r.Value != "false"
			r.Value = strconv.FormatBool(on)
		}
	case d.Long:
		r.Kind = form.Long
	}
	return r
}

// fallback is the value that counts while a field has none: its default, or
// what an old file says by another name.
func fallback(d auth.Field, c auth.Config) string {
	if c.Type == (auth.OAuth2{}).Type() {
		switch d.Key {
		case "grant_type":
			return auth.GrantType(c)
		case "client_authentication":
			return auth.ClientAuthentication(c)
		}
	}
	return d.Default
}

// wholeTemplate reports whether a value is one {{name}} and nothing else. Such
// a value is worth seeing and hides no secret.
func wholeTemplate(s string) bool {
	return strings.HasPrefix(s, "{{") && strings.HasSuffix(s, "}}") && !strings.ContainsAny(s[2:len(s)-2], "{}")
}

// looksSecret guesses for attributes nobody described.
func looksSecret(key string) bool {
	key = strings.ToLower(key)
	return slices.ContainsFunc([]string{"secret", "password", "token", "key", "assertion"}, func(s string) bool { return strings.Contains(key, s) })
}

// OptionLabel is what a value of the field key is called in Postman; others are
// called what they are.
func OptionLabel(key, value string) safe.Text {
	switch key + " " + value {
	case "grant_type " + auth.AuthorizationCode:
		return safe.Lit("Authorization Code")
	case "grant_type " + auth.AuthorizationCodePKCE:
		return safe.Lit("Authorization Code (With PKCE)")
	case "grant_type " + auth.Implicit:
		return safe.Lit("Implicit")
	case "grant_type " + auth.PasswordCredentials:
		return safe.Lit("Password Credentials")
	case "grant_type " + auth.ClientCredentials:
		return safe.Lit("Client Credentials")
	case "grant_type " + auth.DeviceCode:
		return safe.Lit("Device Code")
	case "grant_type " + auth.RefreshToken:
		return safe.Lit("Refresh Token")
	case "grant_type " + auth.TokenExchange:
		return safe.Lit("Token Exchange")
	case "grant_type " + auth.JWTBearer:
		return safe.Lit("JWT Bearer")
	case "client_authentication " + auth.InBasicHeader:
		return safe.Lit("Send as Basic Auth header")
	case "client_authentication " + auth.InRequestBody:
		return safe.Lit("Send client credentials in body")
	case "challengeAlgorithm S256":
		return safe.Lit("SHA-256")
	case "challengeAlgorithm plain":
		return safe.Lit("Plain")
	case "addTokenTo header":
		return safe.Lit("Request Headers")
	case "addTokenTo queryParams":
		return safe.Lit("Request URL")
	case "useTokenType access_token":
		return safe.Lit("Access token")
	case "useTokenType id_token":
		return safe.Lit("ID token")
	}
	return safe.Clean(value)
}
