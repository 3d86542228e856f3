package login_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/auth"
	"postern/ui/dialog/login"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
)

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func open(url string) *login.Login {
	l := login.New(widget.DefaultEnv(), "7", auth.Prompt{
		TokenName: "okta-admin", URL: url, Listening: true, Until: noon().Add(5 * time.Minute),
	}, noon())
	l.Resize(80, 24)
	return l
}

func press(l *login.Login, code rune) (pane.Intent, bool) {
	k := tea.KeyPressMsg{Code: code}
	if code > ' ' && code < tea.KeyExtended {
		k.Text = string(code)
	}
	return l.Update(pane.Key{KeyPressMsg: k})
}

func view(l *login.Login) string { return ansi.Strip(l.View()) }

func TestTheHostStandsOut(t *testing.T) {
	for _, tc := range []struct{ name, url, host, warning string }{
		{"plain", "https://dev-1234.okta.com/authorize?x=1", "dev-1234.okta.com", ""},
		{"capital letters", "https://Dev.OKTA.com/authorize", "dev.okta.com", ""},
		{"another port", "https://login.example:8443/a", "login.example:8443", ""},
		{"a user that looks like a host", "https://dev-1234.okta.com@evil.example/a", "evil.example", ""},
		{"two at signs", "https://a@dev-1234.okta.com@evil.example/a", "evil.example", ""},
		{"a backslash ends the host", `https://evil.example\@dev-1234.okta.com/`, "evil.example", ""},
		{"no path", "https://evil.example?@dev-1234.okta.com", "evil.example", ""},
		{"Cyrillic letters", "https://оkta.com/a", "xn--kta-red.com", "other letters"},
		{"umlaut", "https://bücher.example/a", "xn--bcher-kva.example", "other letters"},
		{"Chinese", "https://他们为什么不说中文.example/", "xn--ihqwcrb4cv8a8dqg056pqjye.example", "other letters"},
		{"no encryption", "http://login.example/a", "login.example", "without encryption"},
		{"this machine", "http://127.0.0.1:8080/a", "127.0.0.1:8080", ""},
		{"this machine by name", "http://localhost:8080/a", "localhost:8080", ""},
		{"not this machine", "http://127.0.0.1.evil.example/a", "127.0.0.1.evil.example", "without encryption"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := open(tc.url)
			strong := widget.DefaultEnv().Theme.Paint(theme.None, theme.Strong, safe.Clean(tc.host))
			if !strings.Contains(l.View(), strong) {
				t.Errorf("%q does not stand out in\n%s", tc.host, view(l))
			}
			for _, w := range []string{"other letters", "without encryption"} {
				if has := strings.Contains(view(l), w); has != (w == tc.warning) {
					t.Errorf("warning %q is there: %v", w, has)
				}
			}
		})
	}
}

func TestTheWholeAddressCanBeRead(t *testing.T) {
	url := "https://dev-1234.okta.com/authorize?state=" + strings.Repeat("abcdefghij", 20)
	var got strings.Builder
	for l := range strings.SplitSeq(view(open(url)), "\n") {
		got.WriteString(strings.TrimRight(strings.TrimPrefix(strings.TrimSuffix(l, " │"), "│ "), " "))
	}
	if !strings.Contains(got.String(), url) {
		t.Errorf("not in\n%s", got.String())
	}
}

func TestCountdown(t *testing.T) {
	l := open("https://a.example/")
	if v := view(l); !strings.Contains(v, "5m 00s left") {
		t.Errorf("view:\n%s", v)
	}
	l.SetNow(noon().Add(4*time.Minute + 55*time.Second))
	if v := view(l); !strings.Contains(v, " 5s left") {
		t.Errorf("view:\n%s", v)
	}
	l.SetNow(noon().Add(time.Hour))
	if v := view(l); !strings.Contains(v, " expired ") {
		t.Errorf("view:\n%s", v)
	}
}

func TestPastingTheRedirectedAddress(t *testing.T) {
	l := open("https://a.example/")
	l.Update(pane.Paste{Text: "http://127.0.0.1/cb?code=1"})
	if v := view(l); strings.Contains(v, "/cb") || !strings.Contains(v, "•••") {
		t.Errorf("what was pasted holds a code, and is shown:\n%s", v)
	}
	in, closed := press(l, tea.KeyEnter)
	if in != (login.Pasted{ID: "7", Text: "http://127.0.0.1/cb?code=1"}) || !closed {
		t.Errorf("%#v, closed %v", in, closed)
	}
}

func TestEnterWithoutAnAddressDoesNothing(t *testing.T) {
	if in, closed := press(open("https://a.example/"), tea.KeyEnter); in != nil || closed {
		t.Errorf("%#v, closed %v", in, closed)
	}
}

func TestYCopiesUntilTheFieldIsEntered(t *testing.T) {
	l := open("https://a.example/")
	if in, _ := press(l, 'y'); in != (login.CopyURL{ID: "7"}) {
		t.Errorf("%#v", in)
	}
	press(l, tea.KeyTab)
	if in, _ := press(l, 'y'); in != nil {
		t.Errorf("y in the field gives %#v", in)
	}
	if in, _ := press(l, tea.KeyEnter); in != (login.Pasted{ID: "7", Text: "y"}) {
		t.Errorf("%#v", in)
	}
}

func TestEscCancelsAlsoFromTheField(t *testing.T) {
	for _, keys := range [][]rune{{tea.KeyEscape}, {tea.KeyTab, 'a', tea.KeyEscape}} {
		l := open("https://a.example/")
		for i, k := range keys {
			in, closed := press(l, k)
			if last := i == len(keys)-1; closed != last || last && in != (login.Cancelled{ID: "7"}) {
				t.Errorf("%v: %#v, closed %v", keys, in, closed)
			}
		}
	}
}

func TestAProblemIsShown(t *testing.T) {
	l := login.New(widget.DefaultEnv(), "7", auth.Prompt{URL: "https://a.example/", Problem: "the address has no code"}, noon())
	l.Resize(80, 24)
	if v := view(l); !strings.Contains(v, "the address has no code") || !strings.Contains(v, "does not open") {
		t.Errorf("view:\n%s", v)
	}
}

func TestTheHostStaysInTheSmallestBox(t *testing.T) {
	l := open("https://dev-1234.okta.com/" + strings.Repeat("x", 500))
	l.Resize(24, 5)
	if v := view(l); !strings.Contains(v, "dev-1234.okta.com") || !strings.Contains(v, "›") {
		t.Errorf("view:\n%s", v)
	}
}

// By device the code stands out, the QR code is shown where it fits, and the
// other way is one key away.
func TestDeviceCode(t *testing.T) {
	p := auth.Prompt{
		TokenName: "okta-admin", Way: auth.ByDevice, Other: auth.ByBrowser, Page: "https://idp.test/activate",
		URL: "https://idp.test/activate?user_code=WDJB-MJHT", UserCode: "WDJB-MJHT", Until: noon().Add(time.Minute),
	}
	l := login.New(widget.DefaultEnv(), "7", p, noon())
	l.Resize(80, 48)
	if v := view(l); !strings.Contains(v, "enter the code  WDJB-MJHT") || !strings.Contains(v, "▄▄▄▄▄") || !strings.Contains(v, "o browser here") {
		t.Errorf("view:\n%s", v)
	}
	press(l, 'Q')
	if v := view(l); strings.Contains(v, "▄▄▄▄▄") {
		t.Errorf("the QR code is still shown:\n%s", v)
	}
	press(l, 'Q')
	l.Resize(80, 16)
	if v := view(l); strings.Contains(v, "▄▄▄▄▄") || !strings.Contains(v, "WDJB-MJHT") {
		t.Errorf("half a QR code, or no code, in a low window:\n%s", v)
	}
	l.Resize(80, 22)
	if v := view(l); !strings.Contains(v, "A larger terminal has room for the QR code.") {
		t.Errorf("nothing says why there is no QR code:\n%s", v)
	}
	for _, tc := range []struct {
		key    rune
		want   pane.Intent
		closed bool
	}{
		{'y', login.CopyURL{ID: "7"}, false},
		{'Y', login.CopyCode{ID: "7"}, false},
		{'o', login.OtherWayAsked{ID: "7"}, true},
		{tea.KeyEscape, login.Cancelled{ID: "7"}, true},
	} {
		if in, closed := press(login.New(widget.DefaultEnv(), "7", p, noon()), tc.key); in != tc.want || closed != tc.closed {
			t.Errorf("%q gives %#v, closed %t", tc.key, in, closed)
		}
	}
	if in, _ := l.Update(pane.Paste{Text: "https://elsewhere.test"}); in != nil || strings.Contains(view(l), "elsewhere") {
		t.Errorf("a paste means something: %#v", in)
	}
}

// However the address is broken into lines, a click on any of them leads to
// the whole of it.
func TestTheAddressIsALink(t *testing.T) {
	address := "https://dev-1234.okta.com/authorize?state=" + strings.Repeat("abcdefghij", 20)
	if n := strings.Count(open(address).View(), "\x1b]8;;"+address+"\x1b\\"); n < 3 {
		t.Errorf("%d pieces lead to the address", n)
	}
	if v := open("https://a.test/\x1b]52;c;eA==\a").View(); strings.Contains(v, "\x1b]") {
		t.Errorf("a hostile address became a link: %q", v)
	}
}

// click clicks on a text.
func click(d *login.Login, on string) (pane.Intent, bool) {
	for y, l := range strings.Split(ansi.Strip(d.View()), "\n") {
		if before, _, ok := strings.Cut(l, on); ok {
			return d.Update(pane.Click{X: ansi.StringWidth(before) + 1, Y: y})
		}
	}
	return nil, false
}

func TestHintsAreClicked(t *testing.T) {
	p := auth.Prompt{TokenName: "okta-admin", Way: auth.ByBrowser, Other: auth.ByDevice, URL: "https://idp.test/authorize", Listening: true, Until: noon().Add(time.Minute)}
	l := login.New(widget.DefaultEnv(), "7", p, noon())
	l.Resize(80, 24)
	if in, _ := click(l, "copy the address"); in != (login.CopyURL{ID: "7"}) {
		t.Errorf("a click on copy gives %#v", in)
	}
	if click(l, "paste the address here"); !strings.Contains(view(l), "take the address") {
		t.Errorf("the field is not typed into:\n%s", view(l))
	}
	if click(l, "leave the field"); strings.Contains(view(l), "take the address") {
		t.Errorf("the field is still typed into:\n%s", view(l))
	}
	if in, closed := click(l, "device code"); in != (login.OtherWayAsked{ID: "7"}) || !closed {
		t.Errorf("a click on device code gives %#v", in)
	}
}

// The address of a login in a browser is long, and its QR code is shown when it
// is asked for.
func TestQRCodeOfTheAddress(t *testing.T) {
	l := open("https://dev-1234.okta.com/authorize?client_id=0oa1&response_type=code&state=s")
	l.Resize(100, 60)
	if v := view(l); strings.Contains(v, "▄▄▄▄▄") {
		t.Errorf("a QR code that nobody asked for:\n%s", v)
	}
	press(l, 'Q')
	if v := view(l); !strings.Contains(v, "▄▄▄▄▄") {
		t.Errorf("no QR code:\n%s", v)
	}
}
