package native

import (
	"crypto"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"

	"github.com/dop251/goja"
)

// subtleGroup is what WebCrypto has beside digests and plain ciphers.
func subtleGroup(rt *goja.Runtime) map[string]any {
	out := func(b []byte, err error) goja.Value {
		if err != nil {
			Throw(rt, err)
		}
		return rt.ToValue(rt.NewArrayBuffer(b))
	}
	return map[string]any{
		"gcm": func(encrypt bool, key, iv, more, data goja.ArrayBuffer) goja.Value {
			return out(gcm(encrypt, key.Bytes(), iv.Bytes(), more.Bytes(), data.Bytes()))
		},
		"hkdf": func(name string, secret, salt, info goja.ArrayBuffer, n int) goja.Value {
			h, err := algorithm(name)
			if err != nil {
				Throw(rt, err)
			}
			return out(hkdf.Key(h, secret.Bytes(), salt.Bytes(), string(info.Bytes()), min(n, 1<<16)))
		},
		"sign": func(how, digest string, key, data goja.ArrayBuffer) goja.Value {
			return out(signed(how, digest, key.Bytes(), data.Bytes()))
		},
		"verify": func(how, digest string, key, signature, data goja.ArrayBuffer) bool {
			ok, err := verified(how, digest, key.Bytes(), signature.Bytes(), data.Bytes())
			if err != nil {
				Throw(rt, err)
			}
			return ok
		},
	}
}

func gcm(encrypt bool, key, iv, more, data []byte) ([]byte, error) {
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	if len(iv) == 0 {
		return nil, errors.New("the iv is empty")
	}
	g, err := cipher.NewGCMWithNonceSize(b, len(iv))
	if err != nil {
		return nil, err
	}
	if encrypt {
		return g.Seal(nil, iv, data, more), nil
	}
	return g.Open(nil, iv, data, more)
}

func digestOf(name string, data []byte) (crypto.Hash, []byte, error) {
	kind, ok := map[string]crypto.Hash{"sha1": crypto.SHA1, "sha256": crypto.SHA256, "sha384": crypto.SHA384, "sha512": crypto.SHA512}[name]
	if !ok {
		return 0, nil, fmt.Errorf("no digest %q", name)
	}
	h := kind.New()
	h.Write(data)
	return kind, h.Sum(nil), nil
}

// signed signs data with a private key in PKCS #8.
func signed(how, digest string, key, data []byte) ([]byte, error) {
	kind, sum, err := digestOf(digest, data)
	if err != nil {
		return nil, err
	}
	k, err := x509.ParsePKCS8PrivateKey(key)
	if err != nil {
		return nil, errors.New("the key is no private key in PKCS #8")
	}
	switch k := k.(type) {
	case *rsa.PrivateKey:
		if how == "RSA-PSS" {
			return rsa.SignPSS(rand.Reader, k, kind, sum, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
		}
		return rsa.SignPKCS1v15(nil, k, kind, sum)
	case *ecdsa.PrivateKey:
		r, s, err := ecdsa.Sign(rand.Reader, k, sum)
		if err != nil {
			return nil, err
		}
		n := (k.Params().BitSize + 7) / 8
		out := make([]byte, 2*n)
		r.FillBytes(out[:n])
		s.FillBytes(out[n:])
		return out, nil
	}
	return nil, errors.New("keys of this kind are not known")
}

// verified checks a signature with a public key in SPKI.
func verified(how, digest string, key, signature, data []byte) (bool, error) {
	kind, sum, err := digestOf(digest, data)
	if err != nil {
		return false, err
	}
	k, err := x509.ParsePKIXPublicKey(key)
	if err != nil {
		return false, errors.New("the key is no public key in SPKI")
	}
	switch k := k.(type) {
	case *rsa.PublicKey:
		if how == "RSA-PSS" {
			return rsa.VerifyPSS(k, kind, sum, signature, nil) == nil, nil
		}
		return rsa.VerifyPKCS1v15(k, kind, sum, signature) == nil, nil
	case *ecdsa.PublicKey:
		n := len(signature) / 2
		return ecdsa.Verify(k, sum, new(big.Int).SetBytes(signature[:n]), new(big.Int).SetBytes(signature[n:])), nil
	}
	return false, errors.New("keys of this kind are not known")
}
