package token

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postern/auth"
	"postern/auth/claims"
	"postern/engine/collection"
	"postern/store/state"
	"postern/store/vault"
	"postern/ui/safe"
	"postern/ui/theme"
)

// ls lists the tokens.
func (c commands) ls() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "ls",
		Short: "List the tokens that are kept",
		Long: `List the tokens that are kept, newest first: how long each lives, how it is kept
alive (auto: by itself; off: its settings forbid it; login: only by a person),
whose it is, the environment it was got in, for whom it is, and its scopes.

An environment is told by its name if its file, *environment*.json, is in the
current folder. With --json nothing is cut, and there is no secret in it
either. How the tokens are kept is told on stderr.`,
		Args: none, ValidArgsFunction: cobra.NoFileCompletions,
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON array")
	cmd.RunE = c.Run(func(ctx context.Context, _ []string) error {
		return c.with(func(s *session) error {
			all, err := s.Tokens.List(ctx)
			if err != nil && len(all) == 0 {
				return err
			}
			rows := make([]row, len(all))
			for i, t := range all {
				rows[i] = rowOf(t, s.now)
			}
			show := s.table
			if asJSON {
				show = s.json
			}
			c.Told.Line(theme.Faint, kept(s.Private.State(), len(all)))
			return errors.Join(show(rows), err)
		})
	})
	return cmd
}

// kept says where and how the tokens are kept.
func kept(s *state.State, n int) string {
	how := ""
	switch s.Vault().Mode() {
	case vault.ModeKeyring:
		how = ", sealed with a key in the system's keyring"
	case vault.ModePassphrase:
		how = ", sealed with your passphrase"
	case vault.ModeKeyFile:
		how = ", sealed with a key file beside them that only you can read"
	}
	if n == 0 {
		return "no tokens are kept in " + s.Dir()
	}
	return "kept in " + s.Dir() + how
}

// row is what the list tells of a token.
type row struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	// Identity is whose it is, "" if nothing tells.
	Identity        string   `json:"identity"`
	Environment     string   `json:"environment"`
	EnvironmentName string   `json:"environmentName"`
	Audience        []string `json:"audience"`
	Scopes          []string `json:"scopes"`
	Grant           string   `json:"grant"`
	Client          string   `json:"client"`
	Server          string   `json:"server"`
	Obtained        string   `json:"obtained"`
	// Expires and SecondsLeft are null where the end is unknown.
	Expires     *string `json:"expires"`
	SecondsLeft *int64  `json:"secondsLeft"`
	NeedsLogin  bool    `json:"needsLogin"`
	// Renews says that a new one is got without a person.
	Renews      bool `json:"renews"`
	AutoRefresh bool `json:"autoRefresh"`
	HasRefresh  bool `json:"hasRefreshToken"`
	HasID       bool `json:"hasIdToken"`

	life, renewal string
	role          theme.Role
}

func rowOf(t auth.Token, now time.Time) row {
	c := t.Config
	env, envName := collection.SplitRealm(c.Realm)
	r := row{
		Key: t.Key, Name: t.Name, Identity: claims.Identity(t),
		Environment: env, EnvironmentName: envName,
		Audience: append([]string{}, claims.Audience(t)...), Scopes: append([]string{}, strings.Fields(t.Scope)...),
		Grant: auth.GrantType(c), Client: c.Get("clientId"), Server: auth.Server(c), Obtained: t.Obtained.UTC().Format(time.RFC3339),
		NeedsLogin: t.NeedsLogin, Renews: t.Renews(), AutoRefresh: auth.AutoRefresh(c), HasRefresh: t.Refresh != "", HasID: t.ID != "",
		renewal: renewal(t),
	}
	if left, known := t.Left(now); known {
		at, seconds := t.Expiry.UTC().Format(time.RFC3339), int64(left/time.Second)
		r.Expires, r.SecondsLeft = &at, &seconds
	}
	r.life, r.role = life(t, now)
	return r
}

func (s *session) json(rows []row) error {
	b, err := json.MarshalIndent(rows, "", "  ")
	if err != nil {
		return err
	}
	return s.Shown.Copy(bytes.NewReader(append(b, '\n')))
}

const (
	// gap is between two columns.
	gap = 2
	// maxColumn keeps one long text from pushing the others away.
	maxColumn = 36
)

// table prints a line for each token. What does not fit the terminal is cut:
// the scopes come last.
func (s *session) table(rows []row) error {
	if len(rows) == 0 {
		return nil
	}
	cells := [][]string{{"NAME", "LEFT", "RENEWAL", "WHO", "ENVIRONMENT", "AUDIENCE", "SCOPES"}}
	for _, r := range rows {
		cells = append(cells, []string{
			r.Name, r.life, r.renewal, r.Identity, r.environment(), strings.Join(r.Audience, " "), strings.Join(r.Scopes, " "),
		})
	}
	widths := make([]int, len(cells[0]))
	for _, line := range cells {
		for i, text := range line {
			widths[i] = max(widths[i], min(maxColumn, safe.Clean(text).Width()))
		}
	}
	var b strings.Builder
	for n, line := range cells {
		roles := make([]theme.Role, len(line)) // plain
		if n == 0 {
			for i := range roles {
				roles[i] = theme.Faint
			}
		} else {
			roles[0], roles[1] = theme.Strong, rows[n-1].role
		}
		b.WriteString(s.columns(line, roles, widths) + "\n")
	}
	return s.Shown.Print(b.String())
}

// columns joins cells to a line.
func (s *session) columns(cells []string, roles []theme.Role, widths []int) string {
	var b strings.Builder
	used, owed := 0, 0 // cells written, blanks to write before more
	for i, text := range cells {
		t := safe.Clean(text)
		if i < len(cells)-1 {
			t = t.Cut(widths[i])
		}
		if s.Width > 0 {
			t = t.Cut(max(0, s.Width-used-owed))
		}
		if !t.Empty() {
			b.WriteString(strings.Repeat(" ", owed) + s.Shown.Paint(roles[i], t.String()))
			used, owed = used+owed+t.Width(), 0
		}
		owed += widths[i] - t.Width() + gap
	}
	return b.String()
}

// environment is its name, else the beginning of its id, which tells it from
// others.
func (r row) environment() string {
	const few = 8
	if r.EnvironmentName != "" || r.Environment == "" {
		return r.EnvironmentName
	}
	if id := []rune(r.Environment); len(id) > few {
		return string(id[:few]) + "…"
	}
	return r.Environment
}
