// Package vault seals and opens small secret records with a key that it keeps
// somewhere safer than beside them: the keyring of the operating system, else
// wrapped by a passphrase, else in a file that only its owner can read.
//
// It stores no records; package state does. It protects a copied disk or
// backup (not, with the key file, one that includes the key) and detects any
// change or exchange of records. It does not protect against a program that
// runs as the same user.
//
//	nothing ──first Seal or Open──▶ no header ──▶ choose a place, make a key
//	                                header ─────▶ fetch the key from its place
//
// The header (vault.json) remembers the place. A key is made only if there is
// neither header nor record: when a place does not answer, the records stay
// sealed and the error says how to open them; a new key would orphan them.
//
// A further place for the key is a type that implements place, and a line in
// [Vault.places].
package vault

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"postern/auth"
)

// The places a key can be kept in, as [Vault.Mode] names them.
const (
	ModeKeyring    = "keyring"
	ModePassphrase = "passphrase"
	ModeKeyFile    = "key file"
)

var (
	// ErrLocked says that the key cannot be had now. The records are as they
	// were and open again when it can.
	ErrLocked = errors.New("the saved secrets cannot be unlocked")
	// ErrCorrupt says that one record is damaged, cut, or belongs elsewhere.
	ErrCorrupt = errors.New("the sealed record is damaged")
)

// Error is why the key cannot be had, with one thing to try. Every one of them
// is [ErrLocked].
type Error struct {
	What string
	// Tip is one thing to try.
	Tip string
	Err error
}

// Error returns what failed and why.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.What
	}
	return e.What + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is [ErrLocked].
func (e *Error) Is(target error) bool { return target == ErrLocked }

// Advice returns one thing to try.
func (e *Error) Advice() string { return e.Tip }

// Options choose where the key may be kept.
type Options struct {
	// Keyring is nil for the operating system's.
	Keyring Keyring
	// Passphrase, or else the first line of PassphraseFile, wraps the key if
	// there is no keyring. Both may be empty.
	Passphrase     auth.Secret
	PassphraseFile string
	// InUse reports whether records sealed earlier exist. It is asked only
	// when the vault's header is missing; nil means that there are none.
	InUse func() (bool, error)
}

// FromEnv returns the options that POSTERN_PASSPHRASE and
// POSTERN_PASSPHRASE_FILE ask for.
func FromEnv() Options {
	return Options{
		Passphrase:     auth.Secret(os.Getenv("POSTERN_PASSPHRASE")),
		PassphraseFile: os.Getenv("POSTERN_PASSPHRASE_FILE"),
	}
}

// Vault seals and opens records. It is safe for concurrent use.
type Vault struct {
	dir  string
	opts Options

	mu   sync.Mutex
	aead cipher.AEAD
	// failed is kept for a moment: a keyring that hangs must cost its timeout
	// once, not with every record and everybody who waits; but who unlocks it
	// and tries again is served.
	failed   error
	failedAt time.Time
	// mode stands outside mu, which is held while the keyring is asked.
	mode atomic.Value
}

// Open returns the vault whose header and key file are in dir. It touches
// nothing: the key is fetched, or made, by the first Seal or Open.
func Open(dir string, o Options) *Vault { return &Vault{dir: dir, opts: o} }

// Mode says where the key is kept: one of the Mode constants, or "" as long
// as nothing was sealed or opened. It never waits.
func (v *Vault) Mode() string {
	mode, _ := v.mode.Load().(string)
	return mode
}

// Describe says in a line for a person how the secrets are kept; "" as long as
// nothing was sealed or opened. It never waits.
func (v *Vault) Describe() string {
	switch v.Mode() {
	case ModeKeyring:
		return "sealed; the key is in the keyring of the operating system"
	case ModePassphrase:
		return "sealed; your passphrase (POSTERN_PASSPHRASE) opens the key"
	case ModeKeyFile:
		return "sealed; the key is in " + v.path(keyFileName) + ", which only you can read"
	}
	return ""
}

// A record is version ‖ nonce ‖ ciphertext and tag.
const (
	recordVersion = 1
	overhead      = 1 + chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead
)

// Seal encrypts plain so that only Open with the same kind and key decrypts
// it. It may wait for the keyring, a few seconds at most.
func (v *Vault) Seal(kind, key string, plain []byte) ([]byte, error) {
	aead, err := v.cipher()
	if err != nil {
		return nil, err
	}
	return seal(aead, kind, key, plain), nil
}

// Open decrypts a record that Seal made for the same kind and key. A record
// that fails is [ErrCorrupt]; a key that cannot be had is [ErrLocked].
func (v *Vault) Open(kind, key string, record []byte) ([]byte, error) {
	aead, err := v.cipher()
	if err != nil {
		return nil, err
	}
	return open(aead, kind, key, record)
}

func seal(aead cipher.AEAD, kind, key string, plain []byte) []byte {
	out := make([]byte, 1+chacha20poly1305.NonceSizeX, overhead+len(plain))
	out[0] = recordVersion
	nonce := out[1:]
	_, _ = rand.Read(nonce) // never fails, says its documentation
	return aead.Seal(out, nonce, plain, bind(kind, key))
}

func open(aead cipher.AEAD, kind, key string, record []byte) ([]byte, error) {
	if len(record) < overhead {
		return nil, fmt.Errorf("%w: it is cut short", ErrCorrupt)
	}
	if record[0] != recordVersion {
		return nil, fmt.Errorf("%w: unknown version %d", ErrCorrupt, record[0])
	}
	nonce, sealed := record[1:1+chacha20poly1305.NonceSizeX], record[1+chacha20poly1305.NonceSizeX:]
	plain, err := aead.Open(nil, nonce, sealed, bind(kind, key))
	if err != nil {
		return nil, fmt.Errorf("%w: it was changed or belongs elsewhere", ErrCorrupt)
	}
	return plain, nil
}

// bind makes the additional data that ties a record to its place. The length
// keeps ("a", "bc") and ("ab", "c") apart.
func bind(kind, key string) []byte {
	b := make([]byte, 0, 1+4+len(kind)+len(key))
	b = append(b, recordVersion)
	b = binary.BigEndian.AppendUint32(b, uint32(len(kind)))
	b = append(b, kind...)
	return append(b, key...)
}

// failureLasts is shorter than a person takes to unlock a keyring, and longer
// than what is asked of the vault in one go.
const failureLasts = time.Second

// cipher returns the cipher under the data key, which it gets once.
func (v *Vault) cipher() (cipher.AEAD, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.aead != nil || v.failed != nil && time.Since(v.failedAt) < failureLasts {
		return v.aead, v.failed
	}
	v.aead, v.failed = v.unlock()
	v.failedAt = time.Now()
	return v.aead, v.failed
}
