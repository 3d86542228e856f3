package vault_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"postern/store/vault"
)

// TestMain is the tests, or a process they need: one that asks the real keyring
// (the D-Bus library keeps its connection for good, and one that hangs with
// it), or one of the two of TestAnEqualCannotLookInside.
func TestMain(m *testing.M) {
	for name, f := range map[string]func(string){"ASK": ask, "STAND": stand, "LOOK": lookInto} {
		if what := os.Getenv("VAULT_TEST_" + name); what != "" {
			f(what)
			return
		}
	}
	goleak.VerifyTestMain(m)
}

// answer is what that process found.
type answer struct {
	Mode, Opened, What, Tip string
	Locked                  bool
	Took                    time.Duration
}

// ask opens the record beside the vault if there is one, else seals one.
func ask(dir string) {
	v := vault.Open(dir, vault.FromEnv())
	var a answer
	began := time.Now()
	record, err := os.ReadFile(filepath.Join(filepath.Dir(dir), "record"))
	if err == nil {
		var plain []byte
		plain, err = v.Open("token", "k", record)
		a.Opened = string(plain)
	} else {
		_, err = v.Seal("token", "k", []byte(canary))
	}
	a.Took, a.Mode, a.Locked = time.Since(began), v.Mode(), errors.Is(err, vault.ErrLocked)
	var e *vault.Error
	if errors.As(err, &e) {
		a.What, a.Tip = e.Error(), e.Tip
	}
	b, err := json.Marshal(a)
	if err != nil {
		panic(err) // texts and a number
	}
	fmt.Println(string(b))
}

// asked runs ask in a process of its own, on a bus.
func asked(t *testing.T, dir, bus string, env ...string) (a answer) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), append(env, "VAULT_TEST_ASK="+dir, "DBUS_SESSION_BUS_ADDRESS="+bus)...)
	out, err := cmd.CombinedOutput()
	if err == nil {
		err = json.Unmarshal(out, &a)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return a
}

// bus is a real way in which there is no keyring.
type bus struct {
	name string
	// why is how it is told.
	why string
	// start returns its address.
	start func(t *testing.T) string
}

func buses() []bus {
	return []bus{
		{"no bus", "no session bus", func(t *testing.T) string {
			if _, err := os.Stat("/run/user"); err == nil && os.Getuid() != 0 {
				t.Skip("skipped: needs a machine without a session bus")
			}
			return ""
		}},
		{"stale socket", "connection refused", func(t *testing.T) string {
			path := socket(t)
			l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
			if err != nil {
				t.Fatal(err)
			}
			l.SetUnlinkOnClose(false)
			_ = l.Close() // the file stays, and nobody is behind it
			return "unix:path=" + path
		}},
		{"mute socket", "no answer within 3s", func(t *testing.T) string {
			path := socket(t)
			l, err := net.Listen("unix", path)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = l.Close() }) // accepts in the backlog, and never answers
			return "unix:path=" + path
		}},
		{"bus without service", "org.freedesktop.secrets was not provided", emptyBus},
	}
}

func socket(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "bus") // t.TempDir may be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "bus")
}

// emptyBus is a session bus on which nobody keeps secrets.
func emptyBus(t *testing.T) string {
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("skipped: needs dbus-daemon")
	}
	path := socket(t)
	conf := path + ".conf"
	write(t, conf, `<busconfig><type>session</type><listen>unix:path=`+path+`</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`, 0o600)
	cmd := exec.Command(daemon, "--config-file="+conf, "--nofork", "--print-address=1")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	if n, err := out.Read(make([]byte, 256)); n == 0 {
		t.Fatalf("the bus did not start: %v", err)
	}
	return "unix:path=" + path
}

// patience is the time-out of a call and what a busy machine adds, to the
// passphrase above all. [TestHangingKeyring] shows the time-out itself.
const patience = 3*time.Second + 2*time.Minute

// TestNoKeyringForANewStore: the next way is taken, in time.
func TestNoKeyringForANewStore(t *testing.T) {
	t.Parallel()
	for _, b := range buses() {
		for want, env := range map[string]string{vault.ModeKeyFile: "POSTERN_PASSPHRASE=", vault.ModePassphrase: "POSTERN_PASSPHRASE=correct horse"} {
			t.Run(b.name+", "+want, func(t *testing.T) {
				t.Parallel()
				a := asked(t, filepath.Join(t.TempDir(), "state"), b.start(t), env)
				if a.Mode != want || a.Locked || a.Took > patience {
					t.Errorf("%+v", a)
				}
			})
		}
	}
}

// TestNoKeyringForAnExistingStore: what is sealed stays sealed, nothing new is
// made, and the person is told in time what to do.
func TestNoKeyringForAnExistingStore(t *testing.T) {
	t.Parallel()
	for _, b := range buses() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			dir, good := filepath.Join(t.TempDir(), "state"), &ring{}
			record := sealed(t, vault.Open(dir, vault.Options{Keyring: good}), "token", "k", canary)
			write(t, filepath.Join(filepath.Dir(dir), "record"), string(record), 0o600)
			before := listing(t, dir)
			a := asked(t, dir, b.start(t), "POSTERN_PASSPHRASE=correct horse")
			if !a.Locked || a.Opened != "" || a.Mode != vault.ModeKeyring || a.Took > patience {
				t.Errorf("%+v", a)
			}
			if !strings.HasPrefix(a.What, "ask the keyring for the key: ") || !strings.Contains(a.What, b.why) || !strings.HasPrefix(a.Tip, "unlock the keyring") {
				t.Errorf("says %q, %q", a.What, a.Tip)
			}
			if after := listing(t, dir); after != before {
				t.Errorf("files were %s, are %s", before, after)
			}
			if got := opened(t, vault.Open(dir, vault.Options{Keyring: good}), "token", "k", record); got != canary {
				t.Errorf("afterwards opened %q", got)
			}
		})
	}
}

// TestLockedCollection: the keyring shows a prompt that nobody sees, and does
// not answer until somebody does.
func TestLockedCollection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir, good := t.TempDir(), &ring{}
		record := sealed(t, vault.Open(dir, vault.Options{Keyring: good}), "token", "k", canary)
		good.hang = make(chan struct{})
		before, v := listing(t, dir), vault.Open(dir, vault.Options{Keyring: good, Passphrase: "correct horse"})
		began := time.Now()
		_, err := v.Open("token", "k", record)
		locked(t, err)
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("took %s", took)
		}
		if after := listing(t, dir); after != before {
			t.Errorf("files were %s, are %s", before, after)
		}
		close(good.hang)
		synctest.Wait()
		good.hang = nil
		time.Sleep(2 * time.Second) // the person unlocks it, and tries again
		if got := opened(t, v, "token", "k", record); got != canary {
			t.Errorf("unlocked, opened %q", got)
		}
	})
}

// listing is the names and contents of the files in dir.
func listing(t *testing.T, dir string) (out string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		out += e.Name() + ": " + read(t, filepath.Join(dir, e.Name())) + "\n"
	}
	return out
}

// What belongs to somebody else is not trusted with a secret.
func TestForeignOwner(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("skipped: needs root")
	}
	o := vault.Options{Keyring: broken()}
	for name, path := range map[string]string{"directory": "", "key file": "key", "header": "vault.json"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "state")
			sealed(t, vault.Open(dir, o), "token", "k", canary)
			if err := os.Chown(filepath.Join(dir, path), 4711, 4711); err != nil {
				t.Fatal(err)
			}
			if path == "" {
				locked(t, vault.OwnDir(dir))
				return
			}
			_, err := vault.Open(dir, o).Seal("token", "k", nil)
			locked(t, err)
		})
	}
}

// A header that is a link is not followed: the secrets would be sealed with
// whatever it points to.
func TestHeaderThatIsALink(t *testing.T) {
	t.Parallel()
	dir, o := t.TempDir(), vault.Options{Keyring: broken()}
	sealed(t, vault.Open(dir, o), "token", "k", canary)
	path := filepath.Join(dir, "vault.json")
	if err := errors.Join(os.Rename(path, path+".real"), os.Symlink(path+".real", path)); err != nil {
		t.Fatal(err)
	}
	_, err := vault.Open(dir, o).Seal("token", "k", nil)
	locked(t, err)
}
