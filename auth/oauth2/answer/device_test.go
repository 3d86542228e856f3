package answer_test

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"postern/auth/oauth2/answer"
)

const whole = `{"device_code":"dc","user_code":"UC","verification_uri":"https://idp.test/a","verification_uri_complete":"https://idp.test/a?c=UC","interval":7,"expires_in":600}`

func TestReadDevice(t *testing.T) {
	d, _, err := answer.ReadDevice(answer.Reply{Status: 200, Body: []byte(whole)})
	want := answer.Device{Code: "dc", UserCode: "UC", Page: "https://idp.test/a", Complete: "https://idp.test/a?c=UC", Interval: 7 * time.Second, Lifetime: 10 * time.Minute}
	if err != nil || d != want {
		t.Errorf("got %+v, %v", d, err)
	}
}

func FuzzReadDevice(f *testing.F) {
	for _, seed := range []string{
		whole, `null`, `{"device_code":1}`, `device_code=a&user_code=b&verification_uri=http%3A%2F%2Fh`, `{"interval":1e999}`,
		strings.Replace(whole, "7", `"-0x1p9"`, 1), strings.Replace(whole, "idp.test", "\u202eidp", 1), strings.Replace(whole, "UC", "\x1b]52;c;x\x07", 1),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		d, _, err := answer.ReadDevice(answer.Reply{Status: 200, Body: []byte(body)})
		if err != nil {
			if d != (answer.Device{}) && d.Page != "" {
				t.Errorf("a page with %v", err)
			}
			return
		}
		if d.Interval < time.Second || d.Interval > time.Minute || d.Lifetime < time.Second || d.Lifetime > time.Hour {
			t.Errorf("%q: interval %s, lifetime %s", body, d.Interval, d.Lifetime)
		}
		if d.Code == "" || d.UserCode == "" {
			t.Errorf("%q: no codes", body)
		}
		for _, shown := range []string{d.UserCode, d.Page, d.Complete} {
			if strings.ContainsFunc(shown, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
				t.Errorf("%q shows %q", body, shown)
			}
		}
		for _, page := range []string{d.Page, d.Complete} {
			if page != "" && !strings.HasPrefix(page, "http://") && !strings.HasPrefix(page, "https://") {
				t.Errorf("%q opens %q", body, page)
			}
		}
	})
}
