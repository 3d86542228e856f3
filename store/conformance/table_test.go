package conformance_test

import (
	"cmp"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"postern/auth"
	"postern/store/conformance/page"
)

var update = flag.Bool("update", false, "write the tables of docs/oauth.md")

// claim is a row: a trap, and what postern promises about it.
type claim struct {
	// id is the case's, name what its test is called.
	id, name string
	// promise is what must come of it.
	promise string
	// run shows it; nil if it is shown elsewhere.
	run func(t *testing.T)
	// elsewhere are tests that show it, or more of it, as "package.TestName".
	elsewhere []string
}

// claims are all rows, in the order of their ids.
func claims() []claim {
	return slices.SortedFunc(slices.Values(slices.Concat(traps(), flightClaims(), answerClaims(), requestClaims(), loginClaims(), diskClaims())), func(a, b claim) int {
		// The traps stand before the other cases.
		return cmp.Or(cmp.Compare(b.id[0], a.id[0]), cmp.Compare(a.id, b.id))
	})
}

func TestRefreshTraps(t *testing.T) {
	for _, c := range claims() {
		t.Run(c.id+" "+c.name, func(t *testing.T) {
			for _, name := range c.elsewhere {
				page.ShownBy(t, "../..", name)
			}
			if c.run != nil {
				c.run(t)
			}
			if c.run == nil && len(c.elsewhere) == 0 {
				t.Error("nothing shows this")
			}
		})
	}
}

func TestRowsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range claims() {
		if c.name == "" || c.promise == "" || seen[c.id] {
			t.Errorf("row %s is not whole, or there twice: %+v", c.id, c)
		}
		seen[c.id] = true
	}
	for i := range 12 {
		if id := fmt.Sprintf("T%02d", i+1); !seen[id] {
			t.Errorf("no row shows the trap %s", id)
		}
	}
}

// The tables of the documentation say what the code does.
func TestDocs(t *testing.T) {
	for _, part := range []struct{ name, want string }{
		{"fields", fieldTable()},
		{"grants", grantTable()},
		{"traps", claimTable('T')},
		{"cases", claimTable('A')},
	} {
		page.Written(t, *update, "../../docs/oauth.md", part.name, "go test ./store/conformance -run TestDocs", part.want)
	}
}

func claimTable(kind byte) string {
	var b strings.Builder
	b.WriteString("| | the trap | what postern does | shown by |\n|---|---|---|---|\n")
	for _, c := range claims() {
		if c.id[0] != kind {
			continue
		}
		var shown []string
		if c.run != nil {
			shown = append(shown, "`TestRefreshTraps/"+c.id+"`")
		}
		for _, name := range c.elsewhere {
			shown = append(shown, "`"+name+"`")
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", c.id, c.name, c.promise, strings.Join(shown, " "))
	}
	return b.String()
}

// fieldTable is the form, as package auth describes it.
func fieldTable() string {
	var b strings.Builder
	b.WriteString("| field | key | |\n|---|---|---|\n")
	section := ""
	for _, f := range (auth.OAuth2{}).Fields() {
		if f.Section != section {
			section = f.Section
			fmt.Fprintf(&b, "| **%s** | | |\n", section)
		}
		say := f.Help
		if len(f.Options) > 0 {
			say = strings.TrimSpace(say + " One of `" + strings.Join(f.Options, "`, `") + "`.")
		}
		if f.Secret {
			say = strings.TrimSpace(say + " Secret.")
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s |\n", f.Label, f.Key, strings.ReplaceAll(say, "|", `\|`))
	}
	return b.String()
}

// grantUses says what each grant is good for.
func grantUses() map[string]string {
	return map[string]string{
		auth.AuthorizationCodePKCE: "a person with a browser; the one to take if in doubt",
		auth.AuthorizationCode:     "the same for older servers; PKCE is used as well, unless it is switched off",
		auth.Implicit:              "a person with a browser, as it was done before PKCE; discouraged",
		auth.PasswordCredentials:   "a program that knows a person's password; discouraged",
		auth.ClientCredentials:     "a program on its own behalf",
		auth.DeviceCode:            "a person whose browser is on another machine, RFC 8628",
		auth.RefreshToken:          "a refresh token you were given",
		auth.TokenExchange:         "one token for another, RFC 8693",
		auth.JWTBearer:             "an assertion you have, or sign here, RFC 7523",
	}
}

// grantTable lists the grants with the fields that only they, and a few others,
// have.
func grantTable() string {
	fields := (auth.OAuth2{}).Fields()
	var grants []string
	for _, f := range fields {
		if f.Key == "grant_type" {
			grants = f.Options
		}
	}
	users := func(f auth.Field) []string {
		return slices.DeleteFunc(slices.Clone(grants), func(g string) bool { return f.When != nil && !f.When(config("grant_type", g)) })
	}
	var b strings.Builder
	b.WriteString("| grant | for | fields of its own |\n|---|---|---|\n")
	for _, g := range grants {
		var own []string
		for _, f := range fields {
			if u := users(f); slices.Contains(u, g) && len(u) < len(grants)/2 {
				own = append(own, "`"+f.Key+"`")
			}
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", g, grantUses()[g], strings.Join(own, " "))
	}
	return b.String()
}

func TestEveryGrantIsDescribed(t *testing.T) {
	for _, f := range (auth.OAuth2{}).Fields() {
		for _, g := range f.Options {
			if f.Key == "grant_type" && grantUses()[g] == "" {
				t.Errorf("docs/oauth.md does not say what %s is for", g)
			}
		}
	}
}
