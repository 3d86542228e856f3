package difftest

import (
	"fmt"
	"mime"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// given are the collections in the folder that POSTERN_DIFF_COLLECTIONS names:
// a look at what others bring, which cannot lie in the repository. Rows for
// NAME.json are in NAME.rows; what the server answers for /PATH may be a file
// answers/PATH.
func given(t *testing.T) []input {
	t.Helper()
	dir := os.Getenv("POSTERN_DIFF_COLLECTIONS")
	if dir == "" {
		t.Skip("skipped: POSTERN_DIFF_COLLECTIONS names no folder with collections to compare")
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no collections in %s: %v", dir, err)
	}
	var out []input
	for _, p := range paths {
		in := newInput(t, filepath.Base(p), readFile(t, p)).filled(nil)
		rows, _ := os.ReadFile(strings.TrimSuffix(p, ".json") + ".rows") // most have none
		in.rows = string(rows)
		out = append(out, in)
	}
	return out
}

// answerFrom answers with the files in the folder, and as [stub] what it has
// no file for.
func answerFrom(dir string) func(record) string {
	return func(rec record) string {
		u, err := url.Parse(rec.target)
		if dir == "" || err != nil {
			return stub(rec)
		}
		body, err := os.ReadFile(filepath.Join(dir, "answers", filepath.Clean("/"+u.Path)))
		if err != nil {
			return stub(rec)
		}
		return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nSet-Cookie: sid=abc; Path=/\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s",
			mime.TypeByExtension(filepath.Ext(u.Path)), len(body), body)
	}
}
