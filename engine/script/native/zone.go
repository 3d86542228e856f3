package native

import (
	"os"
	"strings"
	"time"
	_ "time/tzdata" // a sandbox has no files to read zones from

	"github.com/dop251/goja"
)

// zoneGroup knows the time zones of the world.
func zoneGroup(rt *goja.Runtime) map[string]any {
	known := map[string]*time.Location{}
	load := func(name string) *time.Location {
		if l := known[name]; l != nil {
			return l
		}
		l, err := location(name)
		if err != nil {
			return nil
		}
		known[name] = l
		return l
	}
	return map[string]any{
		// name is what a zone is called; "" is that of the clock. It is "" where
		// there is no such zone.
		"name": func(name string) string {
			l := load(name)
			switch {
			case l == nil:
				return ""
			case name == "" || offsetName(name) != "":
				return strings.Replace(l.String(), "Local", localZone(), 1)
			}
			return l.String()
		},
		// at is how far from UTC a zone is at a time, in seconds, and its letters.
		"at": func(name string, ms float64) goja.Value {
			l := load(name)
			if l == nil {
				l = time.Local
			}
			letters, seconds := time.UnixMilli(int64(ms)).In(l).Zone()
			return rt.NewArray(seconds, letters)
		},
	}
}

// location finds a zone by its name in any case, or by its distance from UTC.
func location(name string) (*time.Location, error) {
	switch strings.ToLower(name) {
	case "":
		return time.Local, nil
	case "utc", "gmt", "etc/utc", "etc/gmt", "z":
		return time.UTC, nil
	case "local":
		return nil, os.ErrNotExist
	}
	if fixed := offsetName(name); fixed != "" {
		t, err := time.Parse("-07:00", fixed)
		if err != nil {
			return nil, err
		}
		_, seconds := t.Zone()
		return time.FixedZone(fixed, seconds), nil
	}
	l, err := time.LoadLocation(name)
	if err != nil {
		return time.LoadLocation(properCase(name))
	}
	return l, nil
}

// offsetName is "+05:30" of a name like that, else "".
func offsetName(name string) string {
	if name == "" || name[0] != '+' && name[0] != '-' {
		return ""
	}
	digits := strings.ReplaceAll(name[1:], ":", "")
	if len(digits) == 2 {
		digits += "00"
	}
	if len(digits) != 4 || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return name[:1] + digits[:2] + ":" + digits[2:]
}

// properCase writes "europe/berlin" as it is called.
func properCase(name string) string {
	up := true
	return strings.Map(func(r rune) rune {
		was := up
		up = r == '/' || r == '_' || r == '-'
		if was {
			return []rune(strings.ToUpper(string(r)))[0]
		}
		return []rune(strings.ToLower(string(r)))[0]
	}, name)
}

// localZone is the name of the clock's own zone, as far as it can be known. It
// reads a file, so a sandbox asks before it gives files up: see [KeepLocalZone].
func localZone() string {
	if name := os.Getenv("TZ"); name != "" {
		if _, err := time.LoadLocation(strings.TrimPrefix(name, ":")); err == nil {
			return strings.TrimPrefix(name, ":")
		}
	}
	return "UTC"
}

// KeepLocalZone notes the name of the clock's own zone where only a file tells.
func KeepLocalZone() {
	if os.Getenv("TZ") != "" {
		return
	}
	target, err := os.Readlink("/etc/localtime")
	if err != nil {
		return
	}
	if _, name, ok := strings.Cut(target, "zoneinfo/"); ok {
		_ = os.Setenv("TZ", name) // only we read it again: the clock knows its zone already
	}
}
