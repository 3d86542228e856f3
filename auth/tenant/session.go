package tenant

import (
	"crypto/rand"
	"maps"
	"sync"
	"time"
)

// sessionTTL is the life of a login.
const sessionTTL = time.Hour

// session is a login at the login page.
type session struct {
	user  string
	began time.Time
}

// sessions remember the logins, each by what is in the browser's cookie.
type sessions struct {
	now func() time.Time

	mu   sync.Mutex
	byID map[string]session
}

func newSessions(now func() time.Time) *sessions {
	return &sessions{now: now, byID: map[string]session{}}
}

// begin logs a user in, and forgets the sessions that are over.
func (s *sessions) begin(user string) (id string, _ session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.byID, func(_ string, old session) bool { return s.over(old) })
	id = rand.Text()
	s.byID[id] = session{user: user, began: s.now()}
	return id, s.byID[id]
}

func (s *sessions) find(id string) (session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.byID[id]
	return found, ok && !s.over(found)
}

func (s *sessions) over(old session) bool { return s.now().Sub(old.began) >= sessionTTL }

func (s *sessions) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.byID)
}
