package response_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	tea "charm.land/bubbletea/v2"

	"postern/auth"
	"postern/engine"
	"postern/engine/lookup"
	"postern/engine/lookup/link"
	"postern/engine/payload"
	"postern/engine/script"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/response"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/text"
)

// answered is an exchange with a body of many rows.
func answered(id, item, body string) *engine.Exchange {
	return &engine.Exchange{
		ID: id, ItemID: item, Started: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		Sent: engine.Sent{Method: "GET", URL: "http://tenant.test/x", Proto: "HTTP/1.1"},
		Response: &engine.Response{
			Status: 200, Reason: "OK", Proto: "HTTP/1.1", Body: payload.FromBytes([]byte(body)),
			Header: http.Header{"Content-Type": {"application/json"}, "X-Page": {"1: of 2"}},
		},
		Timing: engine.Timing{Auth: 39 * time.Second, FirstByte: 20 * time.Millisecond, Total: 39*time.Second + 50*time.Millisecond},
		Hops:   []engine.Hop{{Sent: engine.Sent{Method: "GET"}, Status: 302, Reason: "Found", Timing: engine.Timing{Total: 30 * time.Millisecond}}},
	}
}

// rows is pretty JSON whose row n names n.
func rows(n int) string {
	var b strings.Builder
	b.WriteString("[\n")
	for i := range n {
		fmt.Fprintf(&b, "  \"row %d\",\n", i+2)
	}
	return b.String() + "  0\n]"
}

func open(t *testing.T, x *engine.Exchange, form string) *response.Pane {
	t.Helper()
	p := response.New(widget.DefaultEnv())
	p.Focus(true)
	p.Resize(70, 12)
	p.SetExchange(x)
	show(t, p, x, form)
	return p
}

func show(t *testing.T, p *response.Pane, x *engine.Exchange, form string) {
	t.Helper()
	var doc payload.Document = payload.Hex(x.Response.Body)
	if form != "hex" {
		lines, err := payload.Index(context.Background(), x.Response.Body)
		if err != nil {
			t.Fatal(err)
		}
		doc = lines
	}
	p.SetDocument(x.ID, doc, payload.LexerFor(payload.JSON), response.Layout{Form: form})
}

func screen(p *response.Pane) string { return ansi.Strip(p.View()) }

func sees(t *testing.T, p *response.Pane, want ...string) {
	t.Helper()
	for _, w := range want {
		if s := screen(p); !strings.Contains(s, w) {
			t.Errorf("%q is not to be seen:\n%s", w, s)
		}
	}
}

func do(p *response.Pane, ids ...keymap.ID) pane.Intent {
	var last pane.Intent
	for _, id := range ids {
		last = p.Update(pane.Act{ID: id})
	}
	return last
}

// search types a text behind a slash and answers what the pane asks for.
func search(t *testing.T, p *response.Pane, what string) {
	t.Helper()
	do(p, keymap.Search)
	for _, r := range what {
		p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: r, Text: string(r)}})
	}
	find(t, p, p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyEnter}}), 0)
}

func find(t *testing.T, p *response.Pane, in pane.Intent, limit int) {
	t.Helper()
	asked, ok := in.(response.SearchAsked)
	if !ok {
		return
	}
	if err := asked.Lines.Grow(context.Background()); err != nil {
		t.Fatal(err)
	}
	found, err := payload.Search(context.Background(), asked.Lines, asked.Query, asked.From, limit, nil)
	asked.Answer(p, found, err)
}

func TestSearchBeginsWhereTheReaderIs(t *testing.T) {
	p := open(t, answered("x", "i", rows(100)), "pretty")
	do(p, keymap.Bottom, keymap.Search)
	sees(t, p, "row 101", "/ search in the body")
	do(p, keymap.PrevTab)
	search(t, p, "row 5")
	sees(t, p, "row 5", "1 of 11")
}

func TestTheNextHitIsInTheBody(t *testing.T) {
	p := open(t, answered("x", "i", rows(100)), "pretty")
	search(t, p, "row 9")
	do(p, keymap.NextTab, keymap.Next)
	sees(t, p, `"row 90"`, "2 of 11")
}

func TestTabsStayWhereTheyWereLeft(t *testing.T) {
	x := answered("x", "i", rows(100))
	p := open(t, x, "pretty")
	do(p, keymap.PageDown, keymap.PageDown)
	before := screen(p)
	do(p, keymap.NextTab, keymap.Down, keymap.PrevTab)
	if after := screen(p); after != before {
		t.Errorf("the body was left at\n%s\nand is now at\n%s", before, after)
	}
	again := answered("y", "i", rows(100))
	p.SetExchange(again)
	show(t, p, again, "pretty")
	sees(t, p, "row 2")
}

// Of many hits only some are at hand: the others are asked for at their end.
func TestHitsGoOnBehindThoseAtHand(t *testing.T) {
	p := open(t, answered("x", "i", rows(40)), "pretty")
	search(t, p, "row")
	in := do(p, keymap.Prev) // around the start
	if in != nil {
		t.Fatalf("all hits are at hand, and still %T is asked for", in)
	}
	sees(t, p, "40 of 40")
	p = open(t, answered("x", "i", rows(40)), "pretty")
	do(p, keymap.Search)
	for _, r := range "row" {
		p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: r, Text: string(r)}})
	}
	const few = 8
	find(t, p, p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyEnter}}), few)
	for n := 2; n <= 40; n++ {
		find(t, p, do(p, keymap.Next), few)
		sees(t, p, fmt.Sprintf("%d of 40", n), fmt.Sprintf(`"row %d"`, n+1))
	}
	find(t, p, do(p, keymap.Next), few)
	sees(t, p, " 1 of 40")
	for n := 40; n > 0; n-- {
		find(t, p, do(p, keymap.Prev), few)
		sees(t, p, fmt.Sprintf("%d of 40", n), fmt.Sprintf(`"row %d"`, n+1))
	}
}

func TestBytesCannotBeSearched(t *testing.T) {
	p := open(t, answered("x", "i", "\x00\x01"), "hex")
	search(t, p, "a")
	sees(t, p, "only text can be searched")
	do(p, keymap.Cancel)
	if s := screen(p); strings.Contains(s, "only text") {
		t.Errorf("esc leaves the search:\n%s", s)
	}
}

func TestCopy(t *testing.T) {
	body := "{\n  \"id\": \"00u\\\"1\",\n  \"n\": 12345678901234567890,\n  \"list\": [\n    \"x: y\"\n  ]\n}"
	for _, c := range []struct {
		name string
		form string
		acts []keymap.ID
		want pane.Intent
	}{
		{"a text of JSON", "pretty", []keymap.ID{keymap.Down}, response.CopyAsked{What: "the value", Text: `00u"1`}},
		{"a number of JSON", "pretty", []keymap.ID{keymap.Down, keymap.Down}, response.CopyAsked{What: "the value", Text: "12345678901234567890"}},
		{"an element", "pretty", []keymap.ID{keymap.Down, keymap.Down, keymap.Down, keymap.Down}, response.CopyAsked{What: "the value", Text: "x: y"}},
		{"what only opens", "pretty", []keymap.ID{keymap.Down, keymap.Down, keymap.Down}, response.CopyAsked{What: "the line", Text: `"list": [`}},
		{"raw text", "raw", []keymap.ID{keymap.Down}, response.CopyAsked{What: "the line", Text: `"id": "00u\"1",`}},
		{"a header", "pretty", []keymap.ID{keymap.NextTab, keymap.Bottom}, response.CopyAsked{What: "the value", Text: "1: of 2"}},
		{"the request", "pretty", []keymap.ID{keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.NextTab}, response.CopyAsked{What: "the line", Text: "GET http://tenant.test/x HTTP/1.1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, answered("x", "i", body), c.form)
			do(p, c.acts...)
			if got := do(p, keymap.Copy); got != c.want {
				t.Errorf("copied %#v, want %#v", got, c.want)
			}
		})
	}
	p := open(t, answered("x", "i", body), "pretty")
	if got := do(p, keymap.CopyAll); got != (response.CopyBodyAsked{ExchangeID: "x"}) {
		t.Errorf("all of the body: %#v", got)
	}
	do(p, keymap.NextTab)
	got, _ := do(p, keymap.CopyAll).(response.CopyAsked)
	if got.What != "the headers" || got.Text != "HTTP/1.1 200 OK\nContent-Type: application/json\nX-Page: 1: of 2\n" {
		t.Errorf("all of the headers: %#v", got)
	}
}

// Waiting for a person to log in is no time of the server's.
func TestTimesTellTheServersFromThePersons(t *testing.T) {
	p := open(t, answered("x", "i", "{}"), "pretty")
	if title := p.Title().String(); !strings.Contains(title, "200 OK · 50 ms · 2 B") {
		t.Errorf("title %q", title)
	}
	do(p, keymap.PrevTab, keymap.PrevTab, keymap.PrevTab)
	sees(t, p, "302 Found  30 ms", "200 OK  20 ms", "token         39.0 s", "redirects      30 ms", "total         39.0 s")
}

func TestCancelled(t *testing.T) {
	p := open(t, answered("x", "i", "{}"), "pretty")
	p.SetExchange(&engine.Exchange{ID: "y", ItemID: "i", Err: &engine.Error{Stage: engine.StageCancelled, Summary: "cancelled", Where: "http://x/", Err: context.Canceled}})
	if title := p.Title().String(); title != "Response ─ cancelled" {
		t.Errorf("title %q", title)
	}
	sees(t, p, " ✗ cancelled", "   at http://x/")
	if s := screen(p); strings.Contains(s, "context") {
		t.Errorf("speaks of the program's inside:\n%s", s)
	}
}

func TestAnotherRequestBeginsWithItsBody(t *testing.T) {
	p := open(t, answered("x", "i", rows(3)), "pretty")
	do(p, keymap.NextTab)
	p.SetExchange(nil) // one that was not sent yet
	other := answered("y", "j", `"hello"`)
	p.SetExchange(other)
	show(t, p, other, "pretty")
	sees(t, p, "hello")
}

func TestProgressStandsInLineWithTheTabs(t *testing.T) {
	p := open(t, answered("x", "i", "{}"), "pretty")
	p.SetProgress(text.Of(theme.Accent, safe.Lit("waiting")))
	sees(t, p, "\n waiting")
}

// Whatever is shown fills exactly the pane.
func TestFits(t *testing.T) {
	failed := answered("x", "i", rows(30))
	failed.Err = &engine.Error{Stage: engine.StageTransfer, Summary: "the answer ended before it was complete", Where: "http://tenant.test/" + strings.Repeat("x", 90), Hint: strings.Repeat("send again ", 20)}
	failed.Tokens = []auth.TokenCall{{Kind: "refresh_token", Method: "POST", URL: "http://tenant.test/token", Status: 400}}
	for _, x := range []*engine.Exchange{answered("x", "i", rows(30)), failed} {
		for _, size := range [][2]int{{80, 20}, {40, 8}, {12, 3}, {3, 1}} {
			p := open(t, x, "pretty")
			p.Resize(size[0], size[1])
			for range 4 {
				do(p, keymap.NextTab, keymap.Down)
				lines := strings.Split(p.View(), "\n")
				if len(lines) != size[1] {
					t.Errorf("%v: %d lines", size, len(lines))
				}
				for _, l := range lines {
					if w := ansi.StringWidth(l); w != size[0] {
						t.Errorf("%v: a line of %d cells: %q", size, w, l)
					}
				}
			}
		}
	}
}

// The console tells all that was said, without the secrets.
func TestTheConsole(t *testing.T) {
	x := answered("x", "i", "{}")
	x.Secrets = []auth.Secret{"s3cret-token"}
	x.Sent = engine.Sent{
		Method: "POST", URL: "http://tenant.test/users?access_token=s3cret-token", Proto: "HTTP/1.1", Body: []byte("a=1&t=s3cret-token"),
		Header: []auth.Header{{Name: "Authorization", Value: "Bearer s3cret-token", Secret: true}},
	}
	x.Hops = []engine.Hop{{Sent: engine.Sent{Method: "GET", URL: "http://tenant.test/old"}, Status: 302, Reason: "Found"}}
	x.Tokens = []auth.TokenCall{{Kind: "refresh_token", Method: "POST", URL: "http://tenant.test/token", Status: 400, Body: `{"error":"invalid_grant"}`, Err: errors.New("the session has ended")}}
	x.Warnings = []string{"something odd"}
	p := open(t, x, "pretty")
	p.Resize(90, 30)
	do(p, keymap.PrevTab)
	sees(t, p, "refresh_token: POST http://tenant.test/token", `< {"error":"invalid_grant"}`, "! the session has ended",
		"GET http://tenant.test/old", "< 302 Found", "POST http://tenant.test/users", "> a=1&t=", "! something odd")
	if v := p.View(); strings.Contains(v, "s3cret") {
		t.Errorf("a secret is shown:\n%s", v)
	}
}

func TestIDsAndLinks(t *testing.T) {
	p := open(t, answered("x", "i", "{}"), "pretty")
	p.Resize(110, 20)
	tony := lookup.ID{Value: "00u1", Label: "Tony Stark", Type: "user", Detail: "tony@stark.test", Status: "ACTIVE"}
	next := link.Link{Rel: "next", Method: "GET", URL: "http://tenant.test/users?after=2", Same: true}
	p.SetFinds("another", []lookup.ID{{Value: "not this"}}, nil, 0)
	p.SetFinds("x", []lookup.ID{{Value: "00g1", Type: "group"}, tony}, []link.Link{
		next, {Rel: "docs", URL: "https://elsewhere.test/"}, {Rel: "bad", Text: "javascript:alert(1)", Refused: link.BadScheme},
	}, lookup.CutCount)
	sees(t, p, "IDs 2", "Links 3")
	do(p, keymap.NextTab, keymap.NextTab, keymap.NextTab)
	sees(t, p, "00g1", "Tony Stark", "user", "00u1  tony@stark.test  ACTIVE", "there are more than are listed")
	do(p, keymap.Down)
	if got := do(p, keymap.Open); got != (response.IDChosen{ID: tony}) {
		t.Errorf("chosen %#v", got)
	}
	if got := do(p, keymap.Copy); got != (response.CopyAsked{What: "the id", Text: "00u1"}) {
		t.Errorf("copied %#v", got)
	}
	do(p, keymap.NextTab)
	sees(t, p, "1  next", "http://tenant.test/users?after=2", "2  docs", "another origin", "3  bad", "javascript:alert(1)")
	got, _ := do(p, keymap.FollowLink).(response.LinkChosen)
	if got.ExchangeID != "x" || got.Link.URL != next.URL {
		t.Errorf("chosen %#v", got)
	}
	p.SetExchange(answered("y", "i", "{}"))
	if s := screen(p); strings.Contains(s, "IDs 2") {
		t.Errorf("what was found in another exchange is shown:\n%s", s)
	}
}

// What is found comes late: the reader, who may have moved on, stays there.
func TestFindsLeaveTheReaderAlone(t *testing.T) {
	p := open(t, answered("x", "i", "first\nsecond\nthird"), "raw")
	do(p, keymap.Down, keymap.Down)
	p.SetFinds("x", []lookup.ID{{Value: "00u1"}}, nil, 0)
	if got := do(p, keymap.Copy); got != (response.CopyAsked{What: "the line", Text: "third"}) {
		t.Errorf("the cursor is on %#v", got)
	}
}

// Tests that failed are seen whatever tab is open, by a sign and not by colour
// alone.
func TestTheTitleTellsOfTests(t *testing.T) {
	pass, fail := script.Test{Name: "a", Passed: true}, script.Test{Name: "b"}
	for _, tt := range []struct {
		outcome *script.Outcome
		want    string
		role    theme.Role
	}{
		{nil, "", 0},
		{&script.Outcome{Console: []script.Line{{Text: "a"}}}, "", 0},
		{&script.Outcome{Tests: []script.Test{{Name: "later", Skipped: true}}}, "", 0},
		{&script.Outcome{Tests: []script.Test{pass, pass}}, " · ✓ tests 2/2", theme.OK},
		{&script.Outcome{Tests: []script.Test{pass, fail}}, " · ✗ tests 1/2", theme.Error},
		{&script.Outcome{Errors: []script.Error{{Name: "TypeError"}}}, " · ✗ tests 0/1", theme.Error},
	} {
		p := response.New(widget.DefaultEnv())
		x := answered("x", "i", "{}")
		x.After = tt.outcome
		p.SetExchange(x)
		title := p.Title()
		if _, got, _ := strings.Cut(title.String(), " B"); got != tt.want {
			t.Errorf("got %q, want %q in %q", got, tt.want, title.String())
		}
		for _, part := range title {
			if strings.Contains(part.Text.String(), "tests ") && part.Role != tt.role {
				t.Errorf("%q has the role %v", tt.want, part.Role)
			}
		}
	}
}
