package vault

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/gofrs/flock"
	"golang.org/x/crypto/chacha20poly1305"

	"postern/store/atomicfile"
)

const (
	headerFile    = "vault.json"
	lockFile      = "vault.lock"
	headerVersion = 1
	keySize       = chacha20poly1305.KeySize

	// maxSmallFile bounds what is read as a header, key or passphrase.
	maxSmallFile = 64 << 10
)

// checkKind and checkText make a record whose opening proves the key right.
const (
	checkKind = "vault"
	checkText = "postern"
)

// header is vault.json: where the key is, and nothing that would betray it.
type header struct {
	Version int    `json:"version"`
	Mode    string `json:"mode"`
	// ID tells the keyring entries of several state directories apart.
	ID string `json:"id"`
	// Wrapped is how the passphrase wraps the key, in that mode.
	Wrapped *wrapped `json:"wrapped,omitempty"`
	// Check is a record sealed with the key.
	Check []byte `json:"check"`
}

// place is one place to keep the data key.
type place interface {
	mode() string
	// keep puts a new key there and notes in h what fetch will need. An
	// errUnavailable sends the vault to the next place, any other error stops
	// it: what the user asked for is not replaced by something weaker.
	keep(h *header, key []byte) error
	// fetch returns the key that keep put there.
	fetch(h *header) ([]byte, error)
}

// places lists them in the order of choice.
func (v *Vault) places() []place {
	ring := v.opts.Keyring
	if ring == nil {
		ring = systemKeyring{}
	}
	return []place{keyringPlace{ring}, passphrasePlace{v.opts}, keyFilePlace{v.dir}}
}

// errUnavailable is the answer of a place that is not there, or that the user
// did not ask for.
var errUnavailable = errors.New("not available")

// unlock gets the key, or makes the first one. It runs under v.mu.
func (v *Vault) unlock() (cipher.AEAD, error) {
	h, err := v.readHeader()
	if errors.Is(err, fs.ErrNotExist) {
		h, err = v.create()
	}
	if err != nil {
		return nil, err
	}
	for _, p := range v.places() {
		if p.mode() == h.Mode {
			v.mode.Store(h.Mode)
			return openWith(p, h)
		}
	}
	return nil, damaged(v.path(headerFile), fmt.Errorf("unknown mode %q", h.Mode))
}

// openWith fetches the key from p and proves it.
func openWith(p place, h *header) (cipher.AEAD, error) {
	key, err := p.fetch(h)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, &Error{What: "use the key of the " + p.mode(), Tip: tipLost, Err: err}
	}
	if text, err := open(aead, checkKind, h.ID, h.Check); err != nil || string(text) != checkText {
		return nil, &Error{What: "the key of the " + p.mode() + " is not the one the secrets were sealed with", Tip: tipLost}
	}
	return aead, nil
}

const tipLost = "bring the key back, or move the state directory away to start anew"

// create makes the key and the header. A lock keeps two processes from each
// making one; whoever comes second finds the first one's header.
func (v *Vault) create() (*header, error) {
	if err := OwnDir(v.dir); err != nil {
		return nil, err
	}
	lock := flock.New(v.path(lockFile))
	if err := lock.Lock(); err != nil {
		return nil, &Error{What: "lock the vault", Tip: "is the state directory on a file system with locks?", Err: err}
	}
	defer func() { _ = lock.Unlock() }() // closing the descriptor lets go in any case
	h, err := v.readHeader()
	if !errors.Is(err, fs.ErrNotExist) {
		return h, err
	}
	if err := v.refuseOrphans(); err != nil {
		return nil, err
	}
	return v.makeKey()
}

// refuseOrphans stops a new key while records of a lost one exist. A key file
// without a header is our own, of a start that was cut short: it is used.
func (v *Vault) refuseOrphans() error {
	if v.opts.InUse == nil || (keyFilePlace{v.dir}).exists() {
		return nil
	}
	used, err := v.opts.InUse()
	if err != nil {
		return fmt.Errorf("look for sealed records: %w", err)
	}
	if used {
		return &Error{
			What: v.path(headerFile) + " is missing, but secrets sealed with its key exist",
			Tip:  "restore the file, or move the state directory away to start anew",
		}
	}
	return nil
}

// makeKey puts a new key into the first place that takes it.
func (v *Vault) makeKey() (*header, error) {
	key, id := make([]byte, keySize), make([]byte, 8)
	_, _ = rand.Read(key) // never fails, says its documentation
	_, _ = rand.Read(id)
	places := v.places()
	if file := (keyFilePlace{v.dir}); file.exists() {
		old, err := file.fetch(nil)
		if err != nil {
			return nil, err
		}
		key, places = old, []place{file}
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	h := &header{Version: headerVersion, ID: hex.EncodeToString(id)}
	h.Check = seal(aead, checkKind, h.ID, []byte(checkText))
	for _, p := range places {
		h.Mode = p.mode()
		err = p.keep(h, key)
		if err == nil {
			return h, v.writeHeader(h)
		}
		if !errors.Is(err, errUnavailable) {
			break
		}
	}
	return nil, &Error{What: "no place to keep the key for secrets", Tip: "make the state directory writable, or point POSTERN_STATE elsewhere", Err: err}
}

func (v *Vault) readHeader() (*header, error) {
	b, err := readOwn(v.path(headerFile))
	if err != nil {
		return nil, err
	}
	var h header
	if err := json.Unmarshal(b, &h); err != nil {
		return nil, damaged(v.path(headerFile), err)
	}
	if h.Version != headerVersion {
		return nil, &Error{What: fmt.Sprintf("%s has version %d, this postern knows %d", v.path(headerFile), h.Version, headerVersion), Tip: "use the newer postern that wrote it"}
	}
	return &h, nil
}

func (v *Vault) writeHeader(h *header) error {
	b, err := json.MarshalIndent(h, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the vault's header: %w", err)
	}
	return atomicfile.Replace(v.path(headerFile), append(b, '\n'), 0o600)
}

func damaged(path string, err error) error {
	return &Error{What: "read " + path, Tip: "restore the file, or move the state directory away to start anew", Err: err}
}

func (v *Vault) path(name string) string { return filepath.Join(v.dir, name) }
