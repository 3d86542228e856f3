package state

import (
	"net/url"
	"testing"
)

// SQLite takes what stands between the second and the third slash for a host
// and refuses it; a Windows path has no slash to begin with.
func TestDataSourceHasNoHost(t *testing.T) {
	for _, path := range []string{"/home/ada/.local/state/postern/state.db", "C:/Users/Ada B/state.db", "//server/share/state.db", "/odd?#%/state.db"} {
		u, err := url.Parse(dataSource(path))
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		want := path
		if path[0] != '/' {
			want = "/" + path
		}
		if u.Host != "" || u.Path != want {
			t.Errorf("%s: host %q, path %q", path, u.Host, u.Path)
		}
	}
}
