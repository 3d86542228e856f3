package safe

import "testing"

func TestAddress(t *testing.T) {
	for _, tt := range []struct {
		name, raw string
		link      bool
	}{
		{"https", "https://idp.test/activate?user_code=A-B;c", true},
		{"http", "http://127.0.0.1:8080/x", true},
		{"empty", "", false},
		{"another scheme", "javascript:alert(1)", false},
		{"a file", "file:///etc/passwd", false},
		{"no host", "https:///x", false},
		{"a user", "https://a@b.test/", false},
		{"an escape", "https://a.test/\x1b]0;x\a", false},
		{"a C1 control", "https://a.test/\u009c", false},
		{"a blank", "https://a.test/ b", false},
		{"letters beyond ASCII", "https://оkta.com/", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Address(tt.raw).Wrap("x")
			want := "x"
			if tt.link {
				want = "\x1b]8;;" + tt.raw + "\x1b\\x\x1b]8;;\x1b\\"
			}
			if got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}
