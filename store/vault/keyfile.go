package vault

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"postern/store/atomicfile"
)

const keyFileName = "key"

// keyFilePlace keeps the key in a file of the state directory that only its
// owner can read.
type keyFilePlace struct{ dir string }

func (keyFilePlace) mode() string { return ModeKeyFile }

func (p keyFilePlace) path() string { return filepath.Join(p.dir, keyFileName) }

// exists reports whether anything has the name of the key file.
func (p keyFilePlace) exists() bool {
	_, err := os.Lstat(p.path())
	return err == nil
}

func (p keyFilePlace) keep(_ *header, key []byte) error {
	if p.exists() {
		return nil // the caller took the key from it
	}
	f, err := os.OpenFile(p.path(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("make the key file: %w", err)
	}
	_, err = io.WriteString(f, base64.StdEncoding.EncodeToString(key)+"\n")
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		_ = os.Remove(p.path()) // half a key is none
		return fmt.Errorf("write the key file: %w", err)
	}
	return nil
}

func (p keyFilePlace) fetch(*header) ([]byte, error) {
	b, err := readOwn(p.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{What: "the key file is gone: " + p.path(), Tip: "restore it, or move the state directory away to start anew"}
	}
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || len(key) != keySize {
		return nil, damaged(p.path(), errors.New("it does not hold a key"))
	}
	return key, nil
}

// readOwn reads a file that must be ours alone: not a link, not anybody
// else's. A mode that lets others read it is tightened first.
func readOwn(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, untrusted(path, "is not a regular file")
	}
	if !ownedByUs(info) {
		return nil, untrusted(path, "belongs to another user")
	}
	if tooOpen(info, 0o600) {
		if err := os.Chmod(path, 0o600); err != nil {
			return nil, untrusted(path, "can be read by others, and its mode cannot be changed")
		}
	}
	return readSmall(path)
}

// OwnDir makes dir, or makes an existing one private to its owner. It refuses
// what belongs to somebody else, and what is shared on purpose, such as /tmp.
func OwnDir(dir string) error {
	if err := atomicfile.MkdirAll(dir, 0o700); err != nil {
		return &Error{What: "make the state directory", Tip: "make it writable, or point POSTERN_STATE elsewhere", Err: err}
	}
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("look at the state directory: %w", err)
	}
	if !ownedByUs(info) || info.Mode()&fs.ModeSticky != 0 {
		return untrusted(dir, "is not yours alone")
	}
	if !tooOpen(info, 0o700) {
		return nil
	}
	if err := os.Chmod(dir, info.Mode().Perm()&0o700); err != nil {
		return untrusted(dir, "is open to others, and its mode cannot be changed")
	}
	return nil
}

func untrusted(path, why string) error {
	return &Error{What: path + " " + why, Tip: "secrets are kept only where nobody else can put files; see who made it"}
}

func readSmall(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxSmallFile+1))
	if err != nil {
		return nil, err
	}
	if len(b) > maxSmallFile {
		return nil, fmt.Errorf("%s is larger than %d bytes", path, maxSmallFile)
	}
	return b, nil
}
