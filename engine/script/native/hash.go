package native

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/hmac"
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/rc4"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"errors"
	"fmt"
	"hash"

	"github.com/dop251/goja"
	"golang.org/x/crypto/ripemd160" //lint:ignore SA1019 CryptoJS has it
	oldsha3 "golang.org/x/crypto/sha3"
)

// algorithm makes a digest by its name without marks: "sha256".
func algorithm(name string) (func() hash.Hash, error) {
	switch name {
	case "md5":
		return md5.New, nil
	case "sha1":
		return sha1.New, nil
	case "sha224":
		return sha256.New224, nil
	case "sha256":
		return sha256.New, nil
	case "sha384":
		return sha512.New384, nil
	case "sha512":
		return sha512.New, nil
	case "ripemd160":
		return ripemd160.New, nil
	case "sha3-224":
		return func() hash.Hash { return sha3.New224() }, nil
	case "sha3-256":
		return func() hash.Hash { return sha3.New256() }, nil
	case "sha3-512":
		return func() hash.Hash { return sha3.New512() }, nil
	case "keccak256":
		return oldsha3.NewLegacyKeccak256, nil
	case "keccak512":
		return oldsha3.NewLegacyKeccak512, nil
	}
	return nil, fmt.Errorf("no digest %q", name)
}

// maxRounds keeps a key derivation from taking the script's whole time.
const maxRounds = 10_000_000

// hashGroup are digests and ciphers over bytes.
func hashGroup(rt *goja.Runtime) map[string]any {
	out := func(b []byte, err error) goja.Value {
		if err != nil {
			Throw(rt, err)
		}
		return rt.ToValue(rt.NewArrayBuffer(b))
	}
	return map[string]any{
		"digest": func(name string, data goja.ArrayBuffer, from, n int) goja.Value {
			h, err := algorithm(name)
			if err != nil {
				Throw(rt, err)
			}
			sum := h()
			sum.Write(data.Bytes()[from : from+n])
			return out(sum.Sum(nil), nil)
		},
		"hmac": func(name string, key, data goja.ArrayBuffer) goja.Value {
			h, err := algorithm(name)
			if err != nil {
				Throw(rt, err)
			}
			mac := hmac.New(h, key.Bytes())
			mac.Write(data.Bytes())
			return out(mac.Sum(nil), nil)
		},
		"pbkdf2": func(name string, password, salt goja.ArrayBuffer, rounds, size int) goja.Value {
			h, err := algorithm(name)
			if err != nil {
				Throw(rt, err)
			}
			if rounds < 1 || rounds > maxRounds || size < 1 || size > 1<<20 {
				Throw(rt, errors.New("the rounds or the size of the key are out of range"))
			}
			return out(pbkdf2.Key(h, string(password.Bytes()), salt.Bytes(), rounds, size))
		},
		"openssl": func(name string, password, salt goja.ArrayBuffer, rounds, size int) goja.Value {
			h, err := algorithm(name)
			if err != nil {
				Throw(rt, err)
			}
			return out(opensslKey(h, password.Bytes(), salt.Bytes(), max(1, rounds), size), nil)
		},
		"cipher": func(name, mode, padding string, encrypt bool, key, iv, data goja.ArrayBuffer) goja.Value {
			return out(crypt(name, mode, padding, encrypt, key.Bytes(), iv.Bytes(), data.Bytes()))
		},
	}
}

// opensslKey is the derivation of openssl enc, which CryptoJS uses for a
// passphrase.
func opensslKey(h func() hash.Hash, password, salt []byte, rounds, size int) []byte {
	var key, last []byte
	for len(key) < size {
		sum := h()
		sum.Write(last)
		sum.Write(password)
		sum.Write(salt)
		last = sum.Sum(nil)
		for range rounds - 1 {
			sum.Reset()
			sum.Write(last)
			last = sum.Sum(nil)
		}
		key = append(key, last...)
	}
	return key[:size]
}

func block(name string, key []byte) (cipher.Block, error) {
	switch name {
	case "aes":
		return aes.NewCipher(key)
	case "des":
		return des.NewCipher(key)
	case "tripledes":
		if len(key) == 16 {
			key = append(append([]byte(nil), key...), key[:8]...)
		}
		return des.NewTripleDESCipher(key)
	}
	return nil, fmt.Errorf("no cipher %q", name)
}

func crypt(name, mode, padding string, encrypt bool, key, iv, data []byte) ([]byte, error) {
	if name == "rc4" {
		c, err := rc4.NewCipher(key)
		if err != nil {
			return nil, err
		}
		out := make([]byte, len(data))
		c.XORKeyStream(out, data)
		return out, nil
	}
	b, err := block(name, key)
	if err != nil {
		return nil, err
	}
	n := b.BlockSize()
	if mode != "ecb" && len(iv) != n {
		iv = append(append([]byte(nil), iv...), make([]byte, n)...)[:n]
	}
	if encrypt {
		data = pad(data, n, padding)
	}
	out := make([]byte, len(data))
	switch mode {
	case "ctr":
		cipher.NewCTR(b, iv).XORKeyStream(out, data)
	case "ofb":
		//lint:ignore SA1019 CryptoJS has it
		cipher.NewOFB(b, iv).XORKeyStream(out, data)
	case "cfb":
		if encrypt {
			//lint:ignore SA1019 CryptoJS has it
			cipher.NewCFBEncrypter(b, iv).XORKeyStream(out, data)
		} else {
			//lint:ignore SA1019 CryptoJS has it
			cipher.NewCFBDecrypter(b, iv).XORKeyStream(out, data)
		}
	default:
		if len(data)%n != 0 {
			if encrypt {
				return nil, errors.New("the data is no whole number of blocks")
			}
			data = data[:len(data)-len(data)%n] // CryptoJS decrypts what it can
			out = out[:len(data)]
		}
		whole(b, mode, encrypt, iv, out, data)
	}
	if !encrypt {
		out = unpad(out, n, padding)
	}
	return out, nil
}

// whole is for the modes that work on whole blocks.
func whole(b cipher.Block, mode string, encrypt bool, iv, out, data []byte) {
	if mode == "cbc" && encrypt {
		cipher.NewCBCEncrypter(b, iv).CryptBlocks(out, data)
		return
	}
	if mode == "cbc" {
		cipher.NewCBCDecrypter(b, iv).CryptBlocks(out, data)
		return
	}
	n := b.BlockSize()
	for i := 0; i+n <= len(data); i += n {
		if encrypt {
			b.Encrypt(out[i:i+n], data[i:i+n])
		} else {
			b.Decrypt(out[i:i+n], data[i:i+n])
		}
	}
}

func pad(data []byte, n int, padding string) []byte {
	left := n - len(data)%n
	out := append([]byte(nil), data...)
	switch padding {
	case "none":
		return out
	case "zero":
		if left == n {
			return out
		}
		return append(out, make([]byte, left)...)
	case "bit":
		return append(append(out, 0x80), make([]byte, left-1)...)
	case "ansix923", "iso10126":
		rest := make([]byte, left)
		if padding == "iso10126" {
			_, _ = rand.Read(rest) // it never fails
		}
		rest[left-1] = byte(left)
		return append(out, rest...)
	}
	for range left {
		out = append(out, byte(left))
	}
	return out
}

// unpad takes the padding away; what is no padding stays, as in CryptoJS, whose
// text then is no text.
func unpad(data []byte, n int, padding string) []byte {
	switch {
	case padding == "none" || len(data) == 0:
		return data
	case padding == "zero":
		for len(data) > 0 && data[len(data)-1] == 0 {
			data = data[:len(data)-1]
		}
		return data
	case padding == "bit":
		if end := bytes.LastIndexByte(data, 0x80); end >= 0 && len(bytes.Trim(data[end+1:], "\x00")) == 0 {
			return data[:end]
		}
		return data
	}
	if left := int(data[len(data)-1]); left <= n {
		return data[:len(data)-left]
	}
	return nil
}
