package payload_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"postern/engine/payload"
)

// read is all of a body.
func read(t testing.TB, b *payload.Body) []byte {
	t.Helper()
	p, err := io.ReadAll(b.Reader())
	if err != nil {
		t.Fatalf("read body: %v", err)
	}
	return p
}

func TestWriterKeepsWhatIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		memory := rapid.Int64Range(1, 64).Draw(t, "memory")
		total := rapid.Int64Range(1, 200).Draw(t, "total")
		pieces := rapid.SliceOf(rapid.SliceOfN(rapid.Byte(), 0, 40)).Draw(t, "pieces")
		w := payload.NewWriter(payload.Limits{Memory: memory, Total: total})
		w.Expect(rapid.Int64Range(-1, 300).Draw(t, "expected")) // true or not, it changes nothing
		var sent []byte
		var failed error
		for _, p := range pieces {
			sent = append(sent, p...)
			n, err := w.Write(p)
			if err == nil && n != len(p) {
				t.Fatalf("wrote %d of %d bytes without an error", n, len(p))
			}
			if err != nil {
				failed = err
			}
		}
		b, err := w.Close()
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		over := int64(len(sent)) > total
		if over != errors.Is(failed, payload.ErrFull) || over != b.Truncated() {
			t.Errorf("%d of %d bytes: error %v, truncated %v", len(sent), total, failed, b.Truncated())
		}
		want := sent[:min(int64(len(sent)), total)]
		got, err := io.ReadAll(b.Reader())
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
		if spilled := int64(len(want)) > memory; b.Spilled() != spilled {
			t.Errorf("spilled is %v at %d bytes and a limit of %d", b.Spilled(), len(want), memory)
		}
		head, err := b.Bytes(5)
		if err != nil || !bytes.Equal(head, want[:min(5, len(want))]) {
			t.Errorf("Bytes(5) = %q, %v", head, err)
		}
	})
}

func TestSpilledBodyIsPrivateAndLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	w := payload.NewWriter(payload.Limits{Memory: 4, Dir: dir})
	if _, err := w.Write([]byte("a secret answer")); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "linux" && len(left) != 0 {
		t.Errorf("the file still has a name: %v", left)
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	if left, _ = filepath.Glob(filepath.Join(dir, "*")); len(left) != 0 {
		t.Errorf("Abort left %v", left)
	}
	if _, err := w.Body().Bytes(1); !errors.Is(err, os.ErrClosed) {
		t.Errorf("an aborted body reads: %v", err)
	}
	if _, err := w.Write([]byte("x")); !errors.Is(err, os.ErrClosed) {
		t.Errorf("an aborted writer writes: %v", err)
	}
}

func TestFullDiskKeepsTheBeginning(t *testing.T) {
	w := payload.NewWriter(payload.Limits{Memory: 8, Dir: filepath.Join(t.TempDir(), "missing")})
	if _, err := w.Write([]byte("12345678")); err != nil {
		t.Fatal(err)
	}
	_, err := w.Write([]byte("9"))
	if !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("error %v, want that the folder is missing", err)
	}
	if _, again := w.Write([]byte("9")); !errors.Is(again, os.ErrNotExist) {
		t.Errorf("the second error is %v", again)
	}
	b, err := w.Close()
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, b); string(got) != "12345678" || !b.Truncated() || !b.Done() {
		t.Errorf("kept %q, truncated %v, done %v", got, b.Truncated(), b.Done())
	}
}

func TestReadersFollowTheWriter(t *testing.T) {
	src := bytes.Repeat([]byte("0123456789abcdef\n"), 4000)
	w := payload.NewWriter(payload.Limits{Memory: int64(len(src) / 2)})
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			b := w.Body()
			for done := false; !done; {
				done = b.Done()
				n := b.Size()
				got, err := b.Bytes(n)
				if err != nil || !bytes.Equal(got, src[:n]) {
					t.Errorf("at %d bytes: error %v, equal %v", n, err, bytes.Equal(got, src[:len(got)]))
					return
				}
				runtime.Gosched()
			}
		})
	}
	for rest := src; len(rest) > 0; {
		n := min(997, len(rest))
		if _, err := w.Write(rest[:n]); err != nil {
			t.Fatal(err)
		}
		rest = rest[n:]
	}
	b, err := w.Close()
	if err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Errorf("the second Close: %v", err)
	}
}

func TestReadAtEnds(t *testing.T) {
	b := payload.FromBytes([]byte("hello"))
	p := make([]byte, 3)
	for _, c := range []struct {
		name string
		off  int64
		n    int
		err  error
	}{
		{"inside", 1, 3, nil},
		{"to the end", 2, 3, nil},
		{"over the end", 4, 1, io.EOF},
		{"behind the end", 9, 0, io.EOF},
	} {
		if n, err := b.ReadAt(p, c.off); n != c.n || err != c.err {
			t.Errorf("%s: %d, %v; want %d, %v", c.name, n, err, c.n, c.err)
		}
	}
	if _, err := b.ReadAt(p, -1); err == nil {
		t.Error("a negative offset is read")
	}
}

func TestFormatSize(t *testing.T) {
	for _, c := range []struct {
		n    int64
		want string
	}{
		{0, "0 B"},
		{183, "183 B"},
		{1023, "1023 B"},
		{1024, "1.0 KiB"},
		{12698, "12.4 KiB"},
		{1<<20 - 1, "1.0 MiB"},
		{512 << 20, "512.0 MiB"},
		{1 << 40, "1.0 TiB"},
		{1<<63 - 1, "8.0 EiB"},
		{-1, "?"},
	} {
		if got := payload.FormatSize(c.n); got != c.want {
			t.Errorf("FormatSize(%d) = %q, want %q", c.n, got, c.want)
		}
	}
}
