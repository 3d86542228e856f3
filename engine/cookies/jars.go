package cookies

import (
	"net/http"
	"sync"
)

// Jars are jars by name, such as one for each environment: what one server
// set for "dev" is never sent in "prod". The zero value has none yet. It is
// safe for concurrent use.
type Jars struct {
	mu   sync.Mutex
	jars map[string]http.CookieJar
}

// Get returns the jar of that name, an empty one the first time.
func (j *Jars) Get(name string) http.CookieJar {
	j.mu.Lock()
	defer j.mu.Unlock()
	jar, ok := j.jars[name]
	if !ok {
		if j.jars == nil {
			j.jars = make(map[string]http.CookieJar)
		}
		jar = NewLedger()
		j.jars[name] = jar
	}
	return jar
}
