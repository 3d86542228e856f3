package vault

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
)

// The cost of a guess: RFC 9106 section 4, second recommended option, about
// 0.1 s here.
const (
	argonTime      = 3
	argonMemoryKiB = 64 << 10
	argonThreads   = 4
	saltSize       = 16
)

// A header is not trusted: these bound what it can make the program do.
const (
	maxArgonTime      = 16
	maxArgonMemoryKiB = 1 << 20
)

const wrapKind = "vault key"

// wrapped is the data key, sealed with a key made from the passphrase. The
// passphrase can change without touching a record.
type wrapped struct {
	Salt      []byte `json:"salt"`
	Time      uint32 `json:"time"`
	MemoryKiB uint32 `json:"memoryKiB"`
	Threads   uint8  `json:"threads"`
	Key       []byte `json:"key"`
}

// passphrasePlace keeps the key in the header, wrapped.
type passphrasePlace struct{ opts Options }

func (passphrasePlace) mode() string { return ModePassphrase }

func (p passphrasePlace) keep(h *header, key []byte) error {
	phrase, err := p.phrase()
	if err != nil {
		return err
	}
	w := &wrapped{Salt: make([]byte, saltSize), Time: argonTime, MemoryKiB: argonMemoryKiB, Threads: argonThreads}
	_, _ = rand.Read(w.Salt) // never fails, says its documentation
	aead, err := chacha20poly1305.NewX(w.derive(phrase))
	if err != nil {
		return fmt.Errorf("use the passphrase: %w", err)
	}
	w.Key = seal(aead, wrapKind, h.ID, key)
	h.Wrapped = w
	return nil
}

func (p passphrasePlace) fetch(h *header) ([]byte, error) {
	phrase, err := p.phrase()
	if errors.Is(err, errUnavailable) {
		return nil, &Error{What: "the saved secrets are sealed with a passphrase", Tip: "set POSTERN_PASSPHRASE_FILE or POSTERN_PASSPHRASE"}
	}
	if err != nil {
		return nil, err
	}
	w := h.Wrapped
	if w == nil || w.Time < 1 || w.Time > maxArgonTime || w.MemoryKiB > maxArgonMemoryKiB || w.Threads < 1 {
		return nil, damaged(headerFile, errors.New("the wrapped key is missing or asks for too much"))
	}
	aead, err := chacha20poly1305.NewX(w.derive(phrase))
	if err != nil {
		return nil, fmt.Errorf("use the passphrase: %w", err)
	}
	key, err := open(aead, wrapKind, h.ID, w.Key)
	if err != nil {
		return nil, &Error{What: "the passphrase does not open the saved secrets", Tip: "check POSTERN_PASSPHRASE_FILE and POSTERN_PASSPHRASE"}
	}
	return key, nil
}

func (w *wrapped) derive(phrase []byte) []byte {
	return argon2.IDKey(phrase, w.Salt, w.Time, w.MemoryKiB, w.Threads, keySize)
}

// phrase returns the passphrase, or errUnavailable.
func (p passphrasePlace) phrase() ([]byte, error) {
	if p.opts.Passphrase != "" {
		return []byte(p.opts.Passphrase.Reveal()), nil
	}
	if p.opts.PassphraseFile == "" {
		return nil, errUnavailable
	}
	b, err := readSmall(p.opts.PassphraseFile)
	if err != nil {
		return nil, &Error{What: "read the passphrase file", Tip: "check POSTERN_PASSPHRASE_FILE", Err: err}
	}
	line, _, _ := bytes.Cut(b, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) == 0 {
		return nil, &Error{What: "the passphrase file is empty", Tip: "put the passphrase on its first line"}
	}
	return line, nil
}
