//go:build unix

package folders_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"postern/ui/folders"
	"postern/ui/pane"
)

func write(t *testing.T, path string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	must(t, os.WriteFile(path, []byte("four"), 0o600))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// told is a listing in a line.
func told(l folders.Listing) string {
	var out []string
	for _, e := range l.Entries {
		s := e.Name
		switch {
		case e.Folder:
			s += "/"
		case e.Off != "":
			s += " (" + e.Off + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func TestRead(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "work")
	for _, f := range []string{"work/b.txt", "work/A.txt", "work/sub/in.txt", "work/.hidden", "away.txt"} {
		write(t, filepath.Join(top, f))
	}
	must(t, os.Symlink(filepath.Join(top, "away.txt"), filepath.Join(dir, "out")))
	must(t, os.Symlink("b.txt", filepath.Join(dir, "in")))
	must(t, os.Symlink("nowhere", filepath.Join(dir, "lost")))
	must(t, os.Symlink(top, filepath.Join(dir, "up")))
	must(t, syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600))
	body := folders.Place{Dir: dir, Body: true}
	for _, c := range []struct {
		name    string
		place   folders.Place
		typed   string
		want    string
		outside bool
		err     string
	}{
		{"for a body", body, "", "sub/, up/, .hidden, A.txt, b.txt, in, lost (a link to nothing), out (a link to the outside), pipe (no regular file)", false, ""},
		{"for anything else", folders.Place{Dir: dir}, ".", "sub/, up/, .hidden, A.txt, b.txt, in, lost (a link to nothing), out, pipe", false, ""},
		{"below", body, "sub/", "in.txt", false, ""},
		{"whole", body, dir + "/sub", "in.txt", false, ""},
		{"outside", body, "..", "work/, away.txt (outside)", true, ""},
		{"outside by a link", body, "up", "work/, away.txt (outside)", true, ""},
		{"outside matters to bodies only", folders.Place{Dir: dir}, "..", "work/, away.txt", false, ""},
		{"no folder", body, "b.txt", "", false, "not a folder"},
		{"a pipe, which would wait for ever", body, "pipe", "", false, "not a folder"},
		{"nothing", body, "gone", "", false, "no such file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := folders.Read(context.Background(), c.place, c.typed)
			if got := told(l); got != c.want || l.Outside != c.outside || l.Cut {
				t.Errorf("read %q, outside %t; want %q, %t", got, l.Outside, c.want, c.outside)
			}
			if c.err == "" && l.Err != nil || c.err != "" && (l.Err == nil || !strings.Contains(l.Err.Error(), c.err)) {
				t.Errorf("error %v, want %q", l.Err, c.err)
			}
		})
	}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if l := folders.Read(over, body, ""); l.Err == nil || len(l.Entries) > 0 {
		t.Error("a reading that was cancelled goes on")
	}
}

func TestReadIsBounded(t *testing.T) {
	dir := t.TempDir()
	for i := range folders.Most + 5 {
		must(t, os.WriteFile(filepath.Join(dir, fmt.Sprint(i)), nil, 0o600))
	}
	if l := folders.Read(context.Background(), folders.Place{Dir: dir}, ""); len(l.Entries) != folders.Most || !l.Cut || l.Err != nil {
		t.Errorf("read %d entries, cut %t: %v", len(l.Entries), l.Cut, l.Err)
	}
}

func TestFrom(t *testing.T) {
	p := folders.Place{Dir: "/work/api", Body: true}
	for whole, want := range map[string]string{
		"/work/api/a.txt": "a.txt", "/work/api/x/y": "x/y", "/work/a.txt": "/work/a.txt", "/work/apis": "/work/apis",
	} {
		if got := p.From(whole); got != want {
			t.Errorf("%s is written %s, want %s", whole, got, want)
		}
	}
}

// typing types a text and answers what is wanted.
func typing(t *testing.T, p *folders.Paths, line string) (from int, names []string, ok bool) {
	t.Helper()
	if _, early := p.Offer(line, len(line)); early {
		t.Errorf("%q is offered what nobody has read", line)
	}
	w, asked := p.Want().(pane.Work)
	if !asked {
		return 0, nil, false
	}
	if p.Want() != nil {
		t.Error("the same is asked for twice")
	}
	if !p.Take(w.Do(context.Background()).(folders.Listed)) {
		t.Error("what was asked for is not taken")
	}
	o, ok := p.Offer(line, len(line))
	for _, e := range o.Options {
		names = append(names, e.Name+"→"+e.Put)
	}
	if !ok {
		return 0, nil, false
	}
	return o.From, names, ok
}

func TestOffer(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	dir := filepath.Join(home, "work")
	for _, f := range []string{"work/a.txt", "work/sub/in.txt", "work/.env", "other"} {
		write(t, filepath.Join(home, f))
	}
	body, free := folders.Place{Dir: dir, Body: true}, folders.Place{Dir: dir}
	for _, c := range []struct {
		line  string
		place folders.Place
		from  int
		want  string // "" is no offer
	}{
		{"a", body, 0, "sub/→ a.txt→"},
		{"./x", body, 2, "sub/→ a.txt→"},
		{"sub/", body, 4, "in.txt→"},
		{".", body, 0, "sub/→ .env→ a.txt→"},
		{dir + "/s", free, len(dir) + 1, "sub/→ a.txt→"},
		{"~/w", free, 2, "work/→ other→"},
		{"~/", body, 0, "work/→" + "./ other→" + home + "/other"},
		{"~/work/", body, 0, "sub/→sub/ a.txt→a.txt"},
		{"a.txt", body, 0, ""},
		{"", body, 0, ""},
		{"gone/", body, 0, ""},
		{"{{dir}}/a", body, 0, ""},
		{"https://a", free, 0, ""},
	} {
		t.Run(c.line, func(t *testing.T) {
			from, names, ok := typing(t, &folders.Paths{Place: c.place}, c.line)
			if got := strings.Join(names, " "); got != c.want || ok != (c.want != "") || from != c.from {
				t.Errorf("offered %q at %d, want %q at %d", got, from, c.want, c.from)
			}
		})
	}
	if _, ok := (&folders.Paths{Place: body}).Offer("a.t", 1); ok {
		t.Error("paths are offered in the middle of a text")
	}
}

// Of two folders that are typed one after the other, the second counts,
// whichever comes first.
func TestOfferOutOfOrder(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "one/a"))
	write(t, filepath.Join(dir, "two/b"))
	p := folders.NewFile(dir)
	ask := func(line string) folders.Listed {
		p.Offer(line, len(line))
		return p.Want().(pane.Work).Do(context.Background()).(folders.Listed)
	}
	one, two := ask("one/"), ask("two/")
	if p.Take(one) || !p.Take(two) {
		t.Error("what is no longer typed is taken")
	}
	o, ok := p.Offer("two/", 4)
	if !ok || o.Options[0].Name != "b" || !o.Free {
		t.Errorf("offered %+v", o)
	}
	sub := &folders.Paths{Place: folders.Place{Dir: dir}}
	typing(t, sub, "tw")
	if o, _ := sub.Offer("tw", 2); o.Free {
		t.Error("a part of a name is taken as it is")
	}
	if o, _ := sub.Offer("two", 3); !o.Free {
		t.Error("a folder that is named in full is not taken as it is")
	}
	p.Forget()
	if p.Take(two) {
		t.Error("what was forgotten is taken")
	}
}
