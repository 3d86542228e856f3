package hostile_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/uitest"
	"postern/ui/uitest/terminal"
)

var (
	show = flag.String("show", "", "append every screen to this file")
	all  = flag.Bool("all", false, "show every text in every place")
)

// tourist goes through the workbench and looks at every place that shows
// foreign text.
type tourist struct {
	*uitest.Session
	term *terminal.Terminal
	w    world
	// seen are the places where the text was looked at.
	seen map[string]bool
}

// brief is how wide a text may be for what stands behind it to be in sight.
const brief = 16

// look looks at a screen: the terminal must show what the workbench drew, and
// have been sent nothing else. In each of the texts that must be there, what
// stands behind the hostile part must be seen; "~" before one says that its
// column may be too narrow for that.
func (v *tourist) look(where string, must ...string) {
	v.Helper()
	frame := v.Screen()
	v.Wait(40 * time.Millisecond) // the renderer draws sixty times a second
	var rows []string
	for l := range strings.SplitSeq(frame, "\n") {
		rows = append(rows, strings.TrimRight(l, " "))
	}
	got := v.term.Screen()
	if want := strings.Join(rows, "\n"); got != want {
		v.Errorf("%s: the terminal shows\n%s\nand the workbench\n%s", where, got, want)
	}
	if f := v.term.Foreign(); len(f) > 0 {
		v.Fatalf("%s: the terminal was sent %s", where, f[:min(len(f), 5)])
	}
	for _, s := range must {
		s, narrow := strings.CutPrefix(s, "~")
		switch wide := safe.Clean(v.w.raw).Width() > brief; {
		case wide:
		case !strings.Contains(got, before(s)):
			v.Errorf("%s: %s (%s) is not on screen:\n%s", where, s, before(s), got)
		case !narrow && !strings.Contains(got, behind(s)):
			v.Errorf("%s: what stands behind the text in %s (%s) is not on screen:\n%s", where, s, behind(s), got)
		}
	}
	for _, s := range sinks() {
		if strings.Contains(got, before(s)) {
			v.seen[where+": "+s] = true
		}
	}
	if *show != "" {
		f, _ := os.OpenFile(*show, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		fmt.Fprintf(f, "=== %s\n%s\n", where, frame)
		f.Close()
	}
}

// tabs looks at every tab of a pane.
func (v *tourist) tabs(where string, n int, must ...string) {
	v.Helper()
	for i := range n {
		v.look(fmt.Sprintf("%s, tab %d", where, i+1))
		v.Do(keymap.NextTab)
	}
	v.look(where, must...)
}

// open goes to a request by its name.
func (v *tourist) open(name string) {
	v.Do(keymap.FindRequest)
	v.Type(name)
	v.Press("enter")
}

// send opens a request, sends it and goes to its response.
func (v *tourist) send(name string) {
	v.open(name)
	v.Do(keymap.Send)
	v.Wait(time.Second)
	v.Do(keymap.Pane3)
}

// dialog opens one and looks at it.
func (v *tourist) dialog(id keymap.ID, must ...string) {
	v.Helper()
	v.Do(id)
	v.look(string(id), must...)
	v.Press("esc", "esc", "esc")
}

func (v *tourist) workspace() {
	v.look("start", "collection", "docs", "environment", "~envname", "~envvalue", "~file")
	v.Do(keymap.UnfoldAll, keymap.Down)
	v.look("folder", "folder", "request", "folderdocs")
	v.dialog(keymap.Report, "file")
	for _, id := range []keymap.ID{keymap.RenameItem, keymap.Delete, keymap.Cut} {
		v.Do(keymap.Pane1)
		v.dialog(id, "folder")
	}
	v.Do(keymap.OpenEnv, keymap.Top)
	v.look("environment", "environment", "~envname", "~envvalue")
	for _, id := range []keymap.ID{keymap.Rename, keymap.Bulk, keymap.CompareEnv, keymap.RemoveVar, keymap.EditValue} {
		v.dialog(id)
		v.Do(keymap.OpenEnv)
	}
	v.Do(keymap.Undo)
}

func (v *tourist) request() {
	v.Do(keymap.FindRequest)
	v.look("finder", "request")
	v.Type(before("request"))
	v.look("finder, searched", "request")
	v.Press("enter")
	v.Do(keymap.Pane2)
	v.tabs("request", 8, "request", "param", "~paramvalue")
	v.Do(keymap.EditURL)
	v.Paste(v.w.rawAt("pasted"))
	v.look("pasted into the address", "pasted")
	v.Type("{{")
	v.look("completion", "~variable", "~envname")
	v.Press("esc", "esc", "esc")
	v.Do(keymap.Pane1)
	v.dialog(keymap.QuickLook, "variable", "value", "~envname", "~envvalue")
	v.dialog(keymap.SwitchEnv, "environment")
	v.dialog(keymap.Method)
}

func (v *tourist) answers() {
	v.send("Answer")
	v.look("body, pretty", "label", "key", "string")
	v.Do(keymap.Down, keymap.Down, keymap.Down, keymap.Down, keymap.Down)
	v.look("path under the cursor", "key")
	v.Do(keymap.Table)
	v.look("table", "label", "label2", "key", "string")
	v.dialog(keymap.ChooseColumns, "key")
	v.Do(keymap.Table, keymap.Raw)
	v.look("body, raw", "label")
	v.Do(keymap.Raw)
	v.dialog(keymap.Filter)
	v.tabs("answer", 3)
	v.look("ids", "label", "label2")
	v.Do(keymap.Open)
	v.look("put an id", "label")
	v.Press("enter")
	v.look("id was put")
	v.Do(keymap.NextTab)
	v.look("links", "~rel")
	v.tabs("answer, later", 4)
	v.send("Text")
	v.look("text", "text")
	v.Do(keymap.Search)
	v.Paste(v.w.rawAt("pasted"))
	v.look("searched for", "pasted")
	v.Press("esc", "esc")
	v.send("Stream")
	v.look("stream", "event")
	v.send("Bytes")
	v.look("hex")
	v.send("Headers")
	v.tabs("headers", 8)
}

func (v *tourist) troubles() {
	for _, name := range []string{"Status", "Away", "Nowhere", "Refused"} {
		v.send(name)
		v.look(name)
		v.tabs(name+", to its end", 7)
	}
	v.send("Refused")
	v.look("refused token", "described", "uri")
	v.send("Status")
	v.look("status line", "reason")
}

func (v *tourist) tokens() {
	v.send("Token")
	v.look("token in the status bar", "tokenname")
	v.Do(keymap.Tokens)
	v.look("tokens", "tokenname", "subject")
	v.Press("enter")
	v.look("token in full", "issuer", "granted", "client")
	v.Press("esc")
	v.dialog(keymap.TokenTrace)
	v.dialog(keymap.DeleteToken)
	v.Press("esc", "esc", "esc")
	v.open("Device")
	v.Do(keymap.GetToken)
	v.Wait(time.Second)
	v.look("device login", "usercode")
	v.Press("esc", "esc", "esc")
}

func (v *tourist) memory() {
	v.open("Hole")
	v.dialog(keymap.LookUp, "label", "label2")
	v.open("Answer")
	v.Do(keymap.Send)
	v.dialog(keymap.History)
	v.Do(keymap.History, keymap.Compare, keymap.Down, keymap.Compare)
	v.look("comparison")
	v.Press("esc", "esc", "esc")
}

// glance is the tour in brief.
func (v *tourist) glance() {
	v.look("start", "collection", "docs", "environment", "~envname", "~envvalue", "~file")
	v.open(before("request"))
	v.Do(keymap.Pane2)
	v.look("request", "request", "param")
	v.send("Answer")
	v.look("body, pretty", "label", "key", "string")
	v.Do(keymap.NextTab, keymap.NextTab, keymap.NextTab)
	v.look("ids", "label", "label2")
	v.Do(keymap.NextTab)
	v.look("links", "~rel")
	v.send("Text")
	v.look("text", "text")
	v.send("Status")
	v.look("status line", "reason")
	v.send("Nowhere")
	v.look("Nowhere")
	v.send("Refused")
	v.look("refused token", "described", "uri")
	v.send("Token")
	v.Do(keymap.Tokens)
	v.look("tokens", "tokenname", "subject")
}

// walk is the whole tour.
func (v *tourist) walk() {
	v.workspace()
	v.request()
	v.answers()
	v.troubles()
	v.tokens()
	v.memory()
}

// tour starts a workbench in a hostile world.
func tour(t *testing.T, w world, goes func(*tourist)) (seen map[string]bool) {
	t.Helper()
	term := terminal.New(terminal.Options{Width: 140, Height: 45, Cooked: true})
	o := uitest.Options{Width: 140, Height: 45, Output: term, Files: w.files(), Dir: w.folder(t), Handler: w}
	seen = map[string]bool{}
	uitest.Run(t, o, func(s *uitest.Session) {
		goes(&tourist{Session: s, term: term, w: w, seen: seen})
	})
	for _, title := range term.Titles() {
		if title != "" && !strings.Contains(title, behind("dir")) { // none is the end
			t.Errorf("the title is %q", title)
		}
		seen["title: dir"] = true
	}
	if links := term.Links(); len(links) > 0 && slices.ContainsFunc(links, func(l string) bool { return l != deviceAddress }) {
		t.Errorf("text leads to %q", links)
	}
	if c := term.Copied(); len(c) > 0 {
		t.Errorf("the clipboard was given %q", c)
	}
	return seen
}

// Every text is shown in the places that matter most; one in 24, and all of them
// with -all, wherever foreign text can stand.
func TestA35EverySinkThatShowsForeignText(t *testing.T) {
	var mu sync.Mutex
	places, looks, whole := map[string]bool{}, 0, 0
	cases := corpus()
	t.Run("cases", func(t *testing.T) {
		for i, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				if (raced || testing.Short()) && i%8 > 0 {
					t.Skip("one in eight is enough for a look")
				}
				goes := (*tourist).glance
				if *all || i%24 == 0 {
					goes = (*tourist).walk
				}
				seen := tour(t, newWorld(c.raw), goes)
				mu.Lock()
				defer mu.Unlock()
				maps.Copy(places, seen)
				looks += len(seen)
				whole = max(whole, len(seen))
			})
		}
	})
	sinks := map[string]bool{}
	for p := range places {
		sinks[p[strings.LastIndex(p, ": ")+2:]] = true
	}
	t.Logf("%d texts, each in up to %d places of %d kinds, looked at %d times; got through: 0", len(cases), whole, len(sinks), looks)
	if len(cases) < 130 || len(sinks) < 25 || whole < 25 {
		t.Errorf("the corpus has shrunk: %v", slices.Sorted(maps.Keys(sinks)))
	}
}
