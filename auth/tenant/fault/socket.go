package fault

import (
	"errors"
	"io"
	"net"
	"sync/atomic"
	"time"
)

// Manner is what a [Socket] does with a connection.
type Manner int

const (
	// Reset resets it at once.
	Reset Manner = iota
	// Alert answers the first bytes with a TLS alert, handshake_failure.
	Alert
	// Mute reads and never answers.
	Mute
	// Garbage answers the first bytes with some that are no HTTP and no TLS.
	Garbage
)

// A mute connection ends after muteFor, so that a forgotten one does not stay
// for good.
const muteFor = 10 * time.Minute

// Socket breaks connections before there is a request: what is below HTTP can
// go wrong too.
type Socket struct {
	manner Manner
	hits   atomic.Int32
}

// NewSocket returns a socket of that manner.
func NewSocket(m Manner) *Socket { return &Socket{manner: m} }

// Hits returns how many connections there were.
func (s *Socket) Hits() int { return int(s.hits.Load()) }

// Serve takes connections from l until it is closed.
func (s *Socket) Serve(l net.Listener) error {
	for {
		conn, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return err
		}
		s.hits.Add(1)
		go s.mistreat(conn)
	}
}

func (s *Socket) mistreat(conn net.Conn) {
	defer hangUp(conn)
	if s.manner == Reset {
		return
	}
	_ = conn.SetDeadline(time.Now().Add(muteFor))
	if s.manner == Mute {
		_, _ = io.Copy(io.Discard, conn)
		return
	}
	// One read is enough: both sides of TLS and HTTP begin with one flight.
	if _, err := conn.Read(make([]byte, 16<<10)); err != nil {
		return
	}
	said := []byte("\x15\x03\x03\x00\x02\x02\x28") // alert, TLS 1.2, 2 bytes: fatal, handshake_failure
	if s.manner == Garbage {
		said = []byte("SSH-2.0-nothing_here\r\n")
	}
	_, _ = conn.Write(said)
	_ = conn.Close() // not a reset, which could overtake the bytes
}
