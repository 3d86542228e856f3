package progress_test

import (
	"testing"
	"time"

	"postern/ui/progress"
)

const mega = 1 << 20

func TestMeter(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(s float64) time.Time { return start.Add(time.Duration(s * float64(time.Second))) }
	for _, c := range []struct {
		name string
		tell func(m *progress.Meter)
		when float64
		want string
	}{
		{"nothing yet", func(*progress.Meter) {}, 5, ""},
		{"at first", func(m *progress.Meter) { m.Set(mega, 100*mega, at(0)) }, 0.5, "1.0 MiB of 100.0 MiB"},
		{"a known end", func(m *progress.Meter) {
			for i := range 41 {
				m.Set(int64(i)*mega/4, 100*mega, at(float64(i)/20))
			}
		}, 2, "10.0 MiB of 100.0 MiB · 10 % · 5.0 MiB/s · 18 s left"},
		{"no known end", func(m *progress.Meter) {
			m.Set(0, -1, at(0))
			m.Set(6*mega, -1, at(2))
		}, 2, "6.0 MiB · 3.0 MiB/s"},
		{"it was faster before", func(m *progress.Meter) {
			for i := range 41 {
				m.Set(int64(i)*10*mega, 1000*mega, at(float64(i)/4))
			}
			for i := range 41 {
				m.Set(400*mega+int64(i)*mega, 1000*mega, at(10+float64(i)/4))
			}
		}, 20, "440.0 MiB of 1000.0 MiB · 44 % · 4.0 MiB/s · 2 min left"},
		{"it stands still", func(m *progress.Meter) {
			m.Set(0, 100*mega, at(0))
			m.Set(50*mega, 100*mega, at(1))
		}, 100, "50.0 MiB of 100.0 MiB · 50 % · 0 B/s"},
		{"it begins anew", func(m *progress.Meter) {
			m.Set(50*mega, 100*mega, at(0))
			m.Set(0, 10*mega, at(10))
		}, 10.5, "0 B of 10.0 MiB"},
		{"more than was said", func(m *progress.Meter) {
			m.Set(0, mega, at(0))
			m.Set(2*mega, mega, at(1))
		}, 1, "2.0 MiB of 1.0 MiB · 100 % · 2.0 MiB/s"},
	} {
		var m progress.Meter
		c.tell(&m)
		if got := m.Text(at(c.when)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestLeft(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "1 s", 400 * time.Millisecond: "1 s", 90 * time.Second: "90 s", 150 * time.Second: "3 min",
		3 * time.Hour: "3 h", 200 * time.Hour: "days",
	} {
		if got := progress.Left(d); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}
