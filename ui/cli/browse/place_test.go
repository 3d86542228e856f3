package browse_test

import (
	"io/fs"
	"testing"

	"postern/ui/cli/browse"
)

// files is a disk with a few small files.
type files map[string]string

func (f files) read(path string) ([]byte, error) {
	text, ok := f[path]
	switch {
	case !ok:
		return nil, fs.ErrNotExist
	case text == "locked":
		return nil, fs.ErrPermission
	}
	return []byte(text), nil
}

// vars is an environment.
type vars map[string]string

func (v vars) get(name string) string { return v[name] }

func (v vars) list() []string {
	var out []string
	for name, value := range v {
		out = append(out, name+"="+value)
	}
	return out
}

const wslVersion = "Linux version 5.15.167.4-microsoft-standard-WSL2 (root@build) #1 SMP"

func TestDetect(t *testing.T) {
	display, ssh := vars{"DISPLAY": ":0"}, vars{"SSH_CONNECTION": "10.0.0.7 50022 10.0.0.9 22"}
	tests := []struct {
		name   string
		system string
		env    vars
		files  files
		kind   browse.Kind
		open   bool
		why    string
	}{
		{"desk with X", "linux", display, nil, browse.Local, true, ""},
		{"desk with Wayland", "freebsd", vars{"WAYLAND_DISPLAY": "wayland-0"}, nil, browse.Local, true, ""},
		{"Mac", "darwin", nil, nil, browse.Local, true, ""},
		{"Windows", "windows", nil, nil, browse.Local, true, ""},
		{"console", "linux", nil, files{"/proc/version": "Linux version 6.1.0 (debian)"}, browse.NoDisplay, false, "there is no display here"},
		{"SSH", "linux", ssh, nil, browse.SSH, false, "this terminal is reached over SSH"},
		{"SSH with X forwarded", "linux", vars{"SSH_TTY": "/dev/pts/1", "DISPLAY": "localhost:10.0"}, nil, browse.SSH, false, "this terminal is reached over SSH"},
		{"SSH to a Mac", "darwin", ssh, nil, browse.SSH, false, "this terminal is reached over SSH"},
		{"SSH from an editor", "linux", vars{"SSH_TTY": "x", "BROWSER": "/srv/helpers/browser.sh"}, nil, browse.SSH, true, ""},
		{"SSH into a container", "linux", ssh, files{"/.dockerenv": ""}, browse.SSH, false, "this terminal is reached over SSH"},
		{"Docker", "linux", nil, files{"/.dockerenv": ""}, browse.Container, false, "this terminal is in a container"},
		{"Podman", "linux", nil, files{"/run/.containerenv": "locked"}, browse.Container, false, "this terminal is in a container"},
		{"Kubernetes", "linux", vars{"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, nil, browse.Container, false, "this terminal is in a container"},
		{"container for programs with windows", "linux", display, files{"/run/.containerenv": ""}, browse.Container, true, ""},
		{"container under Windows", "linux", nil, files{"/.dockerenv": "", "/proc/version": wslVersion}, browse.Container, false, "this terminal is in a container"},
		{"WSL by its version", "linux", nil, files{"/proc/version": wslVersion}, browse.WSL, true, ""},
		{"WSL by its name", "linux", vars{"WSL_DISTRO_NAME": "Debian"}, nil, browse.WSL, true, ""},
		{"build", "linux", vars{"CI": "true", "DISPLAY": ":99"}, nil, browse.CI, false, "this is a build, and nobody is there"},
		{"no build", "linux", vars{"CI": "false", "DISPLAY": ":0"}, nil, browse.Local, true, ""},
		{"no browser wanted", "linux", vars{"BROWSER": "none", "DISPLAY": ":0"}, nil, browse.Local, false, "BROWSER is none"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := browse.Detect(tt.system, tt.env.get, tt.files.read)
			if p.Kind != tt.kind || p.CanOpen != tt.open || p.Why() != tt.why {
				t.Errorf("got kind %d, open %v, %q; want %d, %v, %q", p.Kind, p.CanOpen, p.Why(), tt.kind, tt.open, tt.why)
			}
		})
	}
}

func TestTunnel(t *testing.T) {
	tests := []struct {
		name       string
		connection string
		user       string
		want       string
	}{
		{"the usual port", "10.0.0.7 50022 10.0.0.9 22", "ada", "ssh -N -L 8080:127.0.0.1:8080 ada@10.0.0.9"},
		{"another port", "::1 50022 2001:db8::9 2222", "ada", "ssh -N -L 8080:127.0.0.1:8080 -p 2222 ada@2001:db8::9"},
		{"an old address in new clothes", "::ffff:10.0.0.7 1 ::ffff:10.0.0.9 22", "ada", "ssh -N -L 8080:127.0.0.1:8080 ada@10.0.0.9"},
		{"a user nobody should paste", "10.0.0.7 50022 10.0.0.9 22", "-oProxyCommand=x", "ssh -N -L 8080:127.0.0.1:8080 10.0.0.9"},
		{"a server nobody should paste", "10.0.0.7 50022 $(x) 22", "ada", ""},
		{"a port nobody should paste", "10.0.0.7 50022 10.0.0.9 22;x", "ada", ""},
		{"something else", "yes", "ada", ""},
		{"no SSH", "", "ada", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env := vars{"SSH_CONNECTION": tt.connection, "USER": tt.user, "DISPLAY": ":0"}
			if got := browse.Detect("linux", env.get, files{}.read).Tunnel(8080); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
