package browse_test

import (
	"context"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/ui/cli/browse"
)

// machine is one that starts nothing.
type machine struct {
	system string
	env    vars
	files  files
	// programs are those that are found, separated by blanks; those with a !
	// in front fail.
	programs string
	started  [][]string
	envs     [][]string
	// hold makes what is started stay until it is closed.
	hold chan struct{}
}

var errBroken = errors.New("exit status 3")

func (m *machine) browser() *browse.Browser {
	programs := strings.Fields(m.programs)
	return browse.New(browse.Options{
		Env: m.env.list(), System: m.system, Read: m.files.read,
		Look: func(name string) (string, error) {
			if slices.Contains(programs, strings.ReplaceAll(name, " ", "_")) || slices.Contains(programs, "!"+name) {
				return name, nil
			}
			return "", &exec.Error{Name: name, Err: exec.ErrNotFound}
		},
		Start: func(argv, env []string) (func() error, error) {
			m.started, m.envs = append(m.started, argv), append(m.envs, env)
			return func() error {
				if m.hold != nil {
					<-m.hold
				}
				if slices.Contains(programs, "!"+argv[0]) {
					return errBroken
				}
				return nil
			}, nil
		},
	})
}

const page = "https://login.example.com/authorize?client_id=a&state=b%2Fc=#top"

// The cases of A23: WSL, a Mac, Linux without an opener, $BROWSER with blanks.
func TestOpenersByPlace(t *testing.T) {
	const rundll, handler = "rundll32.exe", "url.dll,FileProtocolHandler"
	far := "/mnt/c/Windows/System32/" + rundll
	wsl, desk := files{"/proc/version": wslVersion}, vars{"DISPLAY": ":0"}
	browserIs := func(s string) vars { return vars{"DISPLAY": ":0", "BROWSER": s} }
	tests := []struct {
		name string
		m    machine
		want [][]string
		err  error
	}{
		{"Mac", machine{system: "darwin", programs: "open"}, [][]string{{"open", page}}, nil},
		{"Windows", machine{system: "windows", programs: rundll}, [][]string{{rundll, handler, page}}, nil},
		{"Linux", machine{system: "linux", env: desk, programs: "xdg-open x-www-browser"}, [][]string{{"xdg-open", page}}, nil},
		{"Linux, the opener fails", machine{system: "linux", env: desk, programs: "!xdg-open x-www-browser"}, [][]string{{"xdg-open", page}, {"x-www-browser", page}}, nil},
		{"Linux, every opener fails", machine{system: "linux", env: desk, programs: "!xdg-open"}, [][]string{{"xdg-open", page}}, errBroken},
		{"Linux without an opener", machine{system: "linux", env: desk}, nil, browse.ErrNoBrowser},
		{"Linux without a display", machine{system: "linux", programs: "xdg-open"}, nil, browse.ErrNoBrowser},
		{"WSL", machine{system: "linux", files: wsl, programs: "wslview rundll32.exe xdg-open"}, [][]string{{"wslview", page}}, nil},
		{"WSL without wslview", machine{system: "linux", files: wsl, programs: "rundll32.exe xdg-open"}, [][]string{{rundll, handler, page}}, nil},
		{"WSL without the Windows path", machine{system: "linux", files: wsl, programs: far}, [][]string{{far, handler, page}}, nil},
		{"SSH", machine{system: "linux", env: vars{"DISPLAY": ":0", "SSH_TTY": "x"}, programs: "xdg-open"}, nil, browse.ErrNoBrowser},
		{"SSH, the editor's helper fails", machine{system: "linux", env: vars{"SSH_TTY": "x", "BROWSER": "help"}, programs: "!help xdg-open"}, [][]string{{"help", page}}, errBroken},
		{"$BROWSER", machine{system: "darwin", env: browserIs("firefox"), programs: "firefox open"}, [][]string{{"firefox", page}}, nil},
		{"$BROWSER with arguments", machine{system: "linux", env: browserIs("firefox --profile 'my own' -P"), programs: "firefox"}, [][]string{{"firefox", "--profile", "my own", "-P", page}}, nil},
		{"$BROWSER with a place", machine{system: "linux", env: browserIs(`chromium "--app=%s" --new`), programs: "chromium"}, [][]string{{"chromium", "--app=" + page, "--new"}}, nil},
		{"$BROWSER with blanks in its path", machine{system: "linux", env: browserIs("/opt/my browser/run"), programs: "/opt/my_browser/run"}, [][]string{{"/opt/my browser/run", page}}, nil},
		{"$BROWSER with a list", machine{system: "linux", env: browserIs("gone:!:firefox -n"), programs: "firefox"}, [][]string{{"firefox", "-n", page}}, nil},
		{"$BROWSER with a drive", machine{system: "windows", env: browserIs(`C:\b.exe -n`), programs: `C:\b.exe`}, [][]string{{`C:\b.exe`, "-n", page}}, nil},
		{"$BROWSER that is no program", machine{system: "linux", env: browserIs("-x"), programs: "-x xdg-open"}, [][]string{{"xdg-open", page}}, nil},
		{"$BROWSER that is gone", machine{system: "linux", env: browserIs("gone"), programs: "xdg-open"}, [][]string{{"xdg-open", page}}, nil},
		{"$BROWSER without words", machine{system: "linux", env: browserIs(` "" `), programs: "xdg-open"}, [][]string{{"xdg-open", page}}, nil},
		{"no shell", machine{system: "linux", env: browserIs("firefox; rm $HOME `x` | y"), programs: "firefox;"}, [][]string{{"firefox;", "rm", "$HOME", "`x`", "|", "y", page}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.m.browser().Open(t.Context(), page)
			if !errors.Is(err, tt.err) || err != nil && !errors.Is(err, browse.ErrNoBrowser) {
				t.Errorf("error %v, want %v", err, tt.err)
			}
			if !slices.EqualFunc(tt.m.started, tt.want, slices.Equal) {
				t.Errorf("started %q, want %q", tt.m.started, tt.want)
			}
		})
	}
}

// The other cases of A23: what is no web page never reaches a program.
func TestOnlyWebPagesAreOpened(t *testing.T) {
	for _, address := range []string{
		"", "-x", "--help", "file:///etc/passwd", "FILE:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "calc:",
		"https:", "https:///path", "https:opaque", "https://:443/", "//host/path", "/path", "host.example", " https://host.example",
		"https://host.example/\x1b]0;x\a", "https://host.example/\n-x", "https://ho st/", "ms-settings:x", `\\server\share`,
	} {
		m := &machine{system: "linux", env: vars{"DISPLAY": ":0", "BROWSER": "firefox"}, programs: "firefox xdg-open"}
		if err := m.browser().Open(t.Context(), address); !errors.Is(err, browse.ErrAddress) || m.started != nil {
			t.Errorf("%q: error %v, started %q", address, err, m.started)
		}
	}
}

func TestAddressesAreEncodedForScripts(t *testing.T) {
	m := &machine{system: "darwin", programs: "open"}
	if err := m.browser().Open(t.Context(), "HTTPS://host.example/a b?q=\"'`<é>&r=$(x)"); err != nil {
		t.Fatal(err)
	}
	if got, want := m.started[0][1], "HTTPS://host.example/a%20b?q=%22%27%60%3C%C3%A9%3E&r=$(x)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSecretsAreKeptFromTheBrowser(t *testing.T) {
	m := &machine{system: "darwin", programs: "open", env: vars{
		"POSTERN_PASSPHRASE": "hunter2", "POSTERN_PASSPHRASE_FILE": "/hunter2", "Postern_Passphrase": "hunter2", "POSTERN_SSL_PASSPHRASE": "hunter2", "HOME": "/home/ada",
	}}
	if err := m.browser().Open(t.Context(), page); err != nil {
		t.Fatal(err)
	}
	if got := m.envs[0]; !slices.Equal(got, []string{"HOME=/home/ada"}) {
		t.Errorf("the browser got %q", got)
	}
}

// What an error says may be logged, and an address holds a login's state.
func TestErrorsDoNotTellTheAddress(t *testing.T) {
	for _, m := range []machine{{system: "linux"}, {system: "darwin"}, {system: "darwin", programs: "!open"}} {
		if err := m.browser().Open(t.Context(), page); err == nil || strings.Contains(err.Error(), "login.example") {
			t.Errorf("error %v", err)
		}
	}
}

func TestAnOpenerThatStaysHasDoneItsWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &machine{system: "darwin", programs: "!open", hold: make(chan struct{})}
		defer close(m.hold)
		begun := time.Now()
		if err := m.browser().Open(t.Context(), page); err != nil {
			t.Error(err)
		}
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

func TestOpenEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &machine{system: "linux", env: vars{"DISPLAY": ":0"}, programs: "xdg-open x-www-browser", hold: make(chan struct{})}
		defer close(m.hold)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := m.browser().Open(ctx, page); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		if len(m.started) != 1 {
			t.Errorf("started %q", m.started)
		}
	})
}
