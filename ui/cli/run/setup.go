package run

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"postern/engine/body"
	"postern/engine/cookies"
	"postern/store"
	"postern/store/intake/link"
	"postern/store/newman"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
	"postern/ui/theme"
)

// bodyMemory is how many bytes of an answer are held in memory; what is larger
// goes to disk, for a run seldom looks at it again.
const bodyMemory = 1 << 20

// setup is what the parts of the house are made for; dir is the folder that
// bodies take files from, unless the person names one.
func (r *running) setup(dir string) (house.Setup, error) {
	own, err := r.conn.Override(r.Env, r.Told)
	if err != nil {
		return house.Setup{}, err
	}
	if r.what.certificates != "" {
		if own.Clients, err = newman.Certificates(r.what.certificates, r.what.dir); err != nil {
			return house.Setup{}, err
		}
	}
	s := house.Setup{
		WorkDir: body.In(cmp.Or(r.what.dir, dir)), Prompter: r.Prompter(), Connections: own, ScriptTime: milliseconds(r.pace.script),
		BodyMemory: bodyMemory,
	}
	if len(r.as.names) > 0 { // who would log in need not be the one it is about
		s.Prompter = nil
	}
	if r.jar, err = r.cookies(); r.jar != nil { // a nil *Ledger would be a jar
		s.Jar = r.jar
	}
	return s, err
}

// cookies are those that the run begins with, in a jar that can be written; nil
// where no file is named for them.
func (r *running) cookies() (*cookies.Ledger, error) {
	if r.what.cookies == "" {
		if r.out.cookies == "" {
			return nil, nil
		}
		return cookies.NewLedger(), nil
	}
	jar, ended, err := newman.Cookies(r.what.cookies)
	if ended > 0 {
		r.Told.Line(theme.Warn, fmt.Sprintf("! cookies of %s that have ended and are left out: %d", r.what.cookies, ended))
	}
	return jar, err
}

// folder is where the bodies of a collection take files from. One that is
// fetched gets none from here.
func folder(file string) string {
	if link.Is(file) {
		return ""
	}
	return filepath.Dir(file)
}

// fetched has what is named by its address in files of a folder, and names those
// instead. The folder is for the caller to remove.
func (r *running) fetched(ctx context.Context, parts *house.Parts, collection *string) (dir string, err error) {
	for i, name := range []*string{collection, &r.pick.Env, &r.what.globals, &r.what.data} {
		if !link.Is(*name) {
			continue
		}
		if dir == "" {
			if dir, err = os.MkdirTemp("", "postern-run-"); err != nil {
				return "", fmt.Errorf("make a folder for what is fetched: %w", err)
			}
		}
		page, err := link.Fetch(ctx, parts.Links, *name)
		if err != nil {
			return dir, &exit.Failure{Code: exit.Usage, What: err.Error(), Where: link.Shown(*name), Hint: store.Hint(err), Err: err}
		}
		for _, s := range page.Told() {
			r.Told.Line(theme.Faint, link.Shown(*name)+": "+s)
		}
		own := filepath.Join(dir, strconv.Itoa(i)) // what lies side by side is opened together
		*name = filepath.Join(own, "fetched.json")
		if err = os.Mkdir(own, 0o700); err == nil {
			err = os.WriteFile(*name, page.Data, 0o600)
		}
		if err != nil {
			return dir, fmt.Errorf("keep what was fetched: %w", err)
		}
	}
	return dir, nil
}
