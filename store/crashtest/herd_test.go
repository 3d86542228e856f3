package crashtest

import "testing"

// TestOneRefreshPerExpiry wakes 400 goroutines of eight processes whenever the
// token expires.
func TestOneRefreshPerExpiry(t *testing.T) {
	t.Parallel()
	const processes, goroutines = 8, 50
	r := newRig(t, 0, order{})
	first := r.logIn()
	before, _ := r.refreshes()
	r.order.Goroutines, r.order.Generation = goroutines, first.Generation+flagValue[int]("expiries")
	workers := make([]*worker, processes)
	for i := range workers {
		workers[i] = r.start()
	}
	for _, w := range workers {
		if err := w.begin.Close(); err != nil {
			t.Fatal(err)
		}
	}
	expiries := 0
	for _, w := range workers {
		f := w.end()
		if f.code != 0 {
			t.Errorf("a worker ended with code %d: %s", f.code, f.said)
		}
		for _, said := range f.reports {
			if said.Failed != "" || said.Lost != "" {
				t.Errorf("%+v", said)
			}
			expiries = max(expiries, said.Generation-first.Generation)
		}
	}
	all, refused := r.refreshes()
	t.Logf("%d processes of %d goroutines, %d expiries: %d refreshes, %d refused", processes, goroutines, expiries, all-before, refused)
	if expiries < flagValue[int]("expiries") || all-before != expiries || refused != 0 {
		t.Errorf("%d expiries, %d refreshes, %d refused", expiries, all-before, refused)
	}
}
