package settings

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"

	"postern/auth"
	"postern/engine/wire"
)

// FileError is why a certificate or a key cannot be used.
type FileError struct {
	File, What string
	hint       string
	// Err is the cause; it may be nil.
	Err error
}

// Error returns "file: what".
func (e *FileError) Error() string {
	if e.File == "" {
		return e.What
	}
	return e.File + ": " + e.What
}

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

// Hint returns one thing to try.
func (e *FileError) Hint() string { return e.hint }

// pair is a client certificate for some servers.
type pair struct {
	host string
	// fits, if there is one, says instead of host what it is for.
	fits func(wire.Need) bool
	// cert and key are PEM; pfx stands for both.
	cert, key, pfx string
	passphrase     func() (auth.Secret, error)
	// opening is for decrypting pfx.
	opening slot
}

// authority is who may sign the certificates of some servers.
type authority struct {
	host  string
	files []string
}

func certificates(pairs []pair) []wire.Certificate {
	var out []wire.Certificate
	for _, p := range pairs {
		p.opening = make(slot, 1)
		out = append(out, wire.Certificate{Hosts: p.host, Fits: p.fits, Load: p.load})
	}
	return out
}

func authorities(list []authority) []wire.Authority {
	var out []wire.Authority
	for _, a := range list {
		out = append(out, wire.Authority{Hosts: a.host, Load: a.load})
	}
	return out
}

// keyFile is where the key is.
func (p pair) keyFile() string { return cmp.Or(p.pfx, p.key, p.cert) }

// isFor reports whether it is shown for a request.
func (p pair) isFor(n wire.Need) bool {
	if p.fits != nil {
		return p.fits(n)
	}
	return wire.Match(p.host, n.Host, n.Port)
}

// openKey warns of the key for a request that other people of this machine can
// read.
func openKey(pairs []pair, n wire.Need) []string {
	i := slices.IndexFunc(pairs, func(p pair) bool { return p.isFor(n) })
	if i < 0 || runtime.GOOS == "windows" { // where the mode says nothing
		return nil
	}
	file := pairs[i].keyFile()
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm()&0o077 == 0 { // what is wrong with it shows when it is loaded
		return nil
	}
	return []string{"others on this machine can use the key " + file + ": chmod 600 takes that from them"}
}

// maxPEM is the most that is read of a file; the system's whole list of
// authorities is a quarter of a megabyte.
const maxPEM = 8 << 20

func readFile(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err == nil && (!info.Mode().IsRegular() || info.Size() > maxPEM) {
		return nil, &FileError{File: file, What: "is no file of certificates or keys", hint: "name a PEM file, or PFX as such"}
	}
	data, err := os.ReadFile(file)
	if err == nil {
		return data, nil
	}
	what, hint := "cannot be read: "+reason(err), "check its permissions"
	if errors.Is(err, fs.ErrNotExist) {
		what, hint = "there is no such file", "check the path; in the settings it is relative to their folder"
	}
	return nil, &FileError{File: file, What: what, hint: hint, Err: err}
}

// blocks are the PEM blocks of a file.
func blocks(data []byte) []*pem.Block {
	var out []*pem.Block
	for {
		var b *pem.Block
		if b, data = pem.Decode(data); b == nil {
			return out
		}
		out = append(out, b)
	}
}

const certificateBlock = "CERTIFICATE"

// load reads the pair.
func (p pair) load() (tls.Certificate, error) {
	if p.pfx != "" {
		return p.loadPFX()
	}
	data, err := readFile(p.cert)
	if err != nil {
		return tls.Certificate{}, err
	}
	var chain []byte
	for _, b := range blocks(data) {
		if b.Type == certificateBlock {
			chain = append(chain, pem.EncodeToMemory(b)...)
		}
	}
	if chain == nil {
		return tls.Certificate{}, &FileError{File: p.cert, What: "has no certificate in it", hint: "it must be PEM, with BEGIN CERTIFICATE in it; openssl makes it of other formats"}
	}
	if p.key != "" {
		if data, err = readFile(p.key); err != nil {
			return tls.Certificate{}, err
		}
	}
	key, err := p.openedKey(data)
	if err != nil {
		return tls.Certificate{}, err
	}
	own, err := tls.X509KeyPair(chain, key)
	if err != nil {
		return tls.Certificate{}, &FileError{
			File: p.keyFile(), What: "does not go with the certificate in " + p.cert, hint: "name the key that the certificate was made for", Err: err,
		}
	}
	return own, nil
}

// openedKey is the key in data as PEM, not encrypted.
func (p pair) openedKey(data []byte) ([]byte, error) {
	list := blocks(data)
	i := slices.IndexFunc(list, func(b *pem.Block) bool { return strings.HasSuffix(b.Type, "PRIVATE KEY") })
	switch {
	case i < 0:
		return nil, &FileError{File: p.keyFile(), What: "has no key in it", hint: "name the file with BEGIN PRIVATE KEY in it as the key"}
	case list[i].Headers["DEK-Info"] != "":
		return nil, &FileError{
			File: p.keyFile(), What: "is encrypted in a way that is not read any more", hint: "openssl pkcs8 -topk8 -v2 aes256 -in KEY -out NEW encrypts it well",
		}
	case list[i].Type != encryptedBlock:
		return pem.EncodeToMemory(list[i]), nil
	}
	secret, err := p.passphrase()
	if err != nil {
		return nil, err
	}
	if secret.Reveal() == "" {
		return nil, &FileError{File: p.keyFile(), What: "is encrypted, and there is no passphrase", hint: "name a file or an environment variable with it"}
	}
	key, err := decrypt(list[i].Bytes, secret.Reveal())
	if err != nil {
		hint := "check the passphrase"
		if !errors.Is(err, errPassphrase) {
			hint = "openssl pkcs8 -topk8 -v2 aes256 -in KEY -out NEW writes what can be read"
		}
		return nil, &FileError{File: p.keyFile(), What: err.Error(), hint: hint, Err: err}
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), nil
}

// passphrase reads one from an environment variable or a file, of which it is
// the first line.
func passphrase(env, file string) (auth.Secret, error) {
	if env != "" {
		value, ok := os.LookupEnv(env)
		if !ok {
			return "", &FileError{What: "the environment has no " + env + ", where the passphrase should be", hint: "set it before postern is started"}
		}
		return auth.Secret(value), nil
	}
	if file == "" {
		return "", nil
	}
	data, err := readFile(file)
	line, _, _ := strings.Cut(string(data), "\n")
	return auth.Secret(strings.TrimSuffix(line, "\r")), err
}

// load reads all the certificates of the files, PEM or the bare DER.
func (a authority) load() ([]*x509.Certificate, error) {
	var out []*x509.Certificate
	for _, file := range a.files {
		data, err := readFile(file)
		if err != nil {
			return nil, err
		}
		ders := [][]byte{data}
		if list := blocks(data); len(list) > 0 {
			ders = nil
			for _, b := range list {
				if b.Type == certificateBlock {
					ders = append(ders, b.Bytes)
				}
			}
		}
		bad := &FileError{File: file, What: "has no certificate in it", hint: "it must be PEM, with BEGIN CERTIFICATE in it, or DER"}
		if len(ders) == 0 {
			return nil, bad
		}
		for _, der := range ders {
			c, err := x509.ParseCertificate(der)
			if err != nil {
				bad.Err = err
				return nil, bad
			}
			out = append(out, c)
		}
	}
	return out, nil
}
