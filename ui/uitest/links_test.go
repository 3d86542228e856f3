package uitest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// site answers every address with links, and remembers what it was sent.
type site struct{ got []string }

func (h *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.got = append(h.got, r.Host+r.URL.RequestURI()+" "+r.Header.Get("X-Key"))
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"here":"%s","_links":{"two":{"href":"/two"},"page":{"href":"/users{?limit,after}","templated":true}},
		"text":"see http://tenant.test/three, or http://tenant.test:8081/four"}`, r.URL.RequestURI())
}

func (h *site) last() string { return h.got[len(h.got)-1] }

func browsing(t *testing.T, story func(*uitest.Session, *site)) {
	h := &site{}
	o := uitest.Options{Files: map[string][]byte{oauthFile: []byte(linked)}, Handler: h}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("One")
		s.Do(keymap.Send, keymap.Pane3)
		story(s, h)
	})
}

// row goes to the row of the body that shows a text.
func row(s *uitest.Session, text string) {
	s.Helper()
	s.Do(keymap.Top, keymap.Search)
	s.Type(text)
	s.Press("enter")
	s.Do(keymap.Cancel)
}

// A link in the body is marked, and followed by the key that opens it, with what
// the request was sent with.
func TestLinksInTheBody(t *testing.T) {
	browsing(t, func(s *uitest.Session, h *site) {
		if !strings.Contains(s.Styled(), "/two") || strings.Count(s.Styled(), "[4;") < 4 {
			t.Errorf("the links are not underlined:\n%q", s.Styled())
		}
		row(s, `"href": "/two"`)
		s.Do(keymap.Open)
		s.Sees(`"here": "/two"`, "One › /two", "backspace back")
		if got := h.last(); got != "tenant.test/two k" {
			t.Errorf("the server was sent %s", got)
		}
		s.Do(keymap.FollowLink)
		s.Sees("there is no link in this row")
		s.Do(keymap.Back)
		s.Sees(`"here": "/one"`)
		s.SeesNot("One › ")
	})
}

// The way that links have led is above the response, shortened at its beginning,
// and a response of the past says when it was.
func TestTheWayOfTheLinks(t *testing.T) {
	browsing(t, func(s *uitest.Session, h *site) {
		row(s, `"/two"`)
		s.Do(keymap.Open)
		row(s, "/three")
		s.Do(keymap.Open)
		s.Press("1")
		s.Sees("One › /two › /three")
		s.Do(keymap.Back)
		s.Sees("One › /two   ")
		s.Resize(80, 24)
		for range 8 {
			row(s, `"/two"`)
			s.Do(keymap.Open)
			s.Wait(time.Second)
		}
		s.Sees("… › /two › /two › /two", "backspace back")
		s.Resize(120, 40)
		s.Do(keymap.Send) // begins anew
		s.SeesNot("› /two")
		s.Do(keymap.History)
		s.Press("enter")
		s.Sees(" sent Jan 1 ", "from the history · GET http://tenant.test/one")
		row(s, `"/two"`)
		s.Do(keymap.Open)
		s.Sees("One › /one › /two")
		s.Do(keymap.Back)
		s.Sees(`"here": "/one"`)
	})
}

// A filter is for what it was typed on: it goes along to the next page of the
// same thing, and not to where other links lead.
func TestAFilterAndLinks(t *testing.T) {
	browsing(t, func(s *uitest.Session, h *site) {
		s.Do(keymap.Filter)
		s.Type("_links")
		s.Press("enter")
		s.SeesNot(`"here"`)
		row(s, `"/two"`)
		s.Do(keymap.Open)
		s.Sees(`"here": "/two"`)
		s.SeesNot("only _links")
		s.Do(keymap.Back)
		s.Sees("only _links")
	})
}

// With several links in a row one is chosen by its number; one that leaves the
// origin is asked about and gets nothing.
func TestSeveralLinksInARow(t *testing.T) {
	browsing(t, func(s *uitest.Session, h *site) {
		row(s, `"text"`)
		s.Do(keymap.Open)
		s.Sees("Which link?", "1 http://tenant.test/three", "2 http://tenant.test:8081/four")
		s.Press("2")
		s.Sees("A link to another origin")
		s.Press("f")
		s.Wait(time.Second)
		if got := h.last(); got != "tenant.test:8081/four " {
			t.Errorf("the server was sent %s", got)
		}
	})
}

// A page of another origin gets nothing by naming links of its own, nor does one
// that the request went to before it was turned elsewhere.
func TestLinksOfAnotherOriginGetNothing(t *testing.T) {
	browsing(t, func(s *uitest.Session, h *site) {
		row(s, `"text"`)
		s.Do(keymap.Open)
		s.Press("2", "f")
		row(s, `"/two"`)
		s.Do(keymap.Open)
		s.Sees(`"here": "/two"`, "without the request's headers and auth")
		if got := h.last(); got != "tenant.test:8081/two " {
			t.Errorf("the server was sent %s", got)
		}
	})
}

// Neither does where a request went before it was turned elsewhere.
func TestLinksOfAnotherEnvironmentGetNothing(t *testing.T) {
	h := &site{}
	env := func(name, host string) []byte {
		return []byte(`{"name":"` + name + `","values":[{"key":"url","value":"http://` + host + `"}]}`)
	}
	o := uitest.Options{Handler: h, Env: "dev", Files: map[string][]byte{
		oauthFile:                       []byte(strings.ReplaceAll(linked, "http://tenant.test", "{{url}}")),
		"dev.postman_environment.json":  env("dev", "tenant.test:8081"),
		"prod.postman_environment.json": env("prod", "tenant.test"),
	}}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("One")
		s.Do(keymap.Send, keymap.SwitchEnv)
		s.Type("prod")
		s.Press("enter")
		s.Do(keymap.Pane3)
		row(s, `"/two"`)
		s.Do(keymap.Open)
		s.Sees(`"here": "/two"`)
		if got := h.last(); got != "tenant.test:8081/two " {
			t.Errorf("the server was sent %s", got)
		}
	})
}

// Links are where their texts are: in what a filter leaves and in raw text, too.
func TestLinksInWhatIsShownOtherwise(t *testing.T) {
	browsing(t, func(s *uitest.Session, h *site) {
		s.Do(keymap.Filter)
		s.Type("_links.two")
		s.Press("enter")
		row(s, `/two`)
		s.Do(keymap.Open)
		s.Sees(`"here": "/two"`)
		s.Do(keymap.Back, keymap.Raw, keymap.Top, keymap.Open)
		s.Sees("Which link?", "1 two  http://tenant.test/two")
		s.Press("1")
		if got := h.last(); got != "tenant.test/two k" {
			t.Errorf("the server was sent %s", got)
		}
	})
}

// A double click on a link follows it, and elsewhere folds.
func TestClickOnALink(t *testing.T) {
	browsing(t, func(s *uitest.Session, h *site) {
		s.Click("http://tenant.test/three")
		if len(h.got) != 1 {
			t.Fatalf("a single click has followed a link: %v", h.got)
		}
		s.Click("http://tenant.test/three")
		s.Sees(`"here": "/three"`)
		s.Wait(time.Second)
		s.Click(`"_links"`)
		s.Click(`"_links"`)
		s.SeesNot(`"/two"`)
	})
}

// A template asks for its values, shows where it leads, and remembers them.
func TestALinkWithBlanks(t *testing.T) {
	browsing(t, func(s *uitest.Session, h *site) {
		row(s, `{?limit`)
		s.Do(keymap.FollowLink)
		s.Sees("page with blanks", "limit", "after", "left out", "http://tenant.test/users")
		s.Type("5")
		s.Sees("http://tenant.test/users?limit=5")
		s.Press("enter")
		s.Sees(`"here": "/users?limit=5"`)
		row(s, `{?limit`)
		s.Do(keymap.FollowLink)
		s.Sees("http://tenant.test/users?limit=5")
		s.Press("ctrl+u", "tab")
		s.Type("a b")
		s.Press("enter")
		s.Sees(`"here": "/users?after=a%20b"`)
		row(s, `{?limit`)
		s.Do(keymap.FollowLink, keymap.Cancel)
		if n := len(h.got); n != 3 {
			t.Errorf("the server was sent %d requests", n)
		}
	})
}

// A letter goes to a link in its tab, as to any row.
func TestJumpToALink(t *testing.T) {
	browsing(t, func(s *uitest.Session, h *site) {
		s.Click("Links")
		s.Sees("1  two", "2  page")
		s.Do(keymap.Down, keymap.Jump)
		before, _, ok := strings.Cut(s.Screen(), "1  two  ")
		if !ok {
			t.Fatalf("the link has no letter:\n%s", s.Screen())
		}
		s.Press(before[len(before)-1:])
		s.Do(keymap.Open)
		s.Sees(`"here": "/two"`)
	})
}
