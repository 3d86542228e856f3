package cli_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A data export is a ZIP archive: its documents come out, whatever its entries
// are called, and nothing is written outside the folder.
func TestImportDataExport(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range [][2]string{
		{"archive.json", `{"collection":{"1":true},"environment":{"2":true,"3":true}}`},
		{"collection/1.json", `{"info":{"name":"Things"},"item":[{"name":"One","request":"http://h/1"}]}`},
		{"environment/2.json", `{"name":"Dev","values":[{"key":"a","value":"b"}]}`},
		{"../../../climbed.json", `{"info":{"name":"../../Climbed"},"item":[]}`},
		{"\x1b]0;title\x07.txt", ""},
	} {
		f, err := w.Create(e[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(e[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := command(t, "import", "export.zip", "-o", "a/b/out")
	if err := os.WriteFile(filepath.Join(cmd.Dir, "export.zip"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != 2 {
		t.Errorf("ended with %v, want 2 for the document that is missing", err)
	}
	if !strings.Contains(stderr.String(), "environment/3.json") || strings.Contains(stderr.String(), "\x1b") {
		t.Errorf("stderr is %q", stderr.String())
	}
	out := filepath.Join("a", "b", "out")
	want := strings.Join([]string{
		filepath.Join(out, "Things.postman_collection.json"), filepath.Join(out, "Dev.postman_environment.json"),
		filepath.Join(out, "Climbed.postman_collection.json"), "",
	}, "\n")
	if stdout.String() != want {
		t.Errorf("wrote\n%swant\n%s", stdout.String(), want)
	}
	var files []string
	err := filepath.WalkDir(cmd.Dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) != 4 {
		t.Errorf("the folder has %q, %v", files, err)
	}
	ls := command(t, "ls", "--json", filepath.Join(cmd.Dir, out, "Things.postman_collection.json"))
	if list, err := ls.Output(); err != nil || !strings.Contains(string(list), "http://h/1") {
		t.Errorf("lists as %s, %v", list, err)
	}
	ls = command(t, "ls", filepath.Join(cmd.Dir, "export.zip"))
	if said, err := ls.CombinedOutput(); err == nil || !strings.Contains(string(said), "postern import FILE") {
		t.Errorf("who lists the archive is told %s", said)
	}
}

// A link is fetched; where it led and that it is near are told, and a failure
// leaves the rest.
func TestImportALink(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/old":
			http.Redirect(w, r, "/things.yaml", http.StatusMovedPermanently)
		case "/things.yaml":
			_, _ = w.Write([]byte("openapi: 3.0.0\ninfo: {title: Things}\npaths: {/a: {get: {}}}\n"))
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer s.Close()
	cmd := command(t, "import", s.URL+"/none?key=secret", s.URL+"/old", "-o", "out")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != 2 {
		t.Errorf("ended with %v, want 2", err)
	}
	if got, want := stdout.String(), filepath.Join("out", "Things.postman_collection.json")+"\n"; got != want {
		t.Errorf("wrote %s", got)
	}
	for _, want := range []string{"answers 404 Not Found", "check the address", "it came from this machine", "1 written, 1 not read"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("%q is not in\n%s", want, stderr.String())
		}
	}
	if strings.Contains(stderr.String(), "secret") {
		t.Errorf("it tells\n%s", stderr.String())
	}
}
