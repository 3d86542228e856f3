package settings

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des" //nolint:gosec // some keys are encrypted so; nothing is written
	"crypto/pbkdf2"
	"crypto/sha1" //nolint:gosec // the default of RFC 8018
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"hash"
)

// encryptedBlock is the PEM type of an EncryptedPrivateKeyInfo.
const encryptedBlock = "ENCRYPTED PRIVATE KEY"

var (
	errPassphrase = errors.New("the passphrase is wrong")
	errEncryption = errors.New("is encrypted in a way that is not known here")
)

// encryptedKey is the EncryptedPrivateKeyInfo of RFC 5958, section 3.
type encryptedKey struct {
	Algorithm pkix.AlgorithmIdentifier
	Data      []byte
}

// pbes2 are the parameters of RFC 8018, appendix A.4.
type pbes2 struct{ Derivation, Encryption pkix.AlgorithmIdentifier }

// derivation are the parameters of PBKDF2, RFC 8018, appendix A.2.
type derivation struct {
	Salt       []byte
	Iterations int
	Length     int                      `asn1:"optional"`
	PRF        pkix.AlgorithmIdentifier `asn1:"optional"`
}

// maxIterations bounds the time a file may cost: about ten seconds.
const maxIterations = 10_000_000

// encryption is a block cipher in CBC mode.
type encryption struct {
	length int
	block  func(key []byte) (cipher.Block, error)
}

func encryptions() map[string]encryption {
	return map[string]encryption{
		"2.16.840.1.101.3.4.1.2":  {16, aes.NewCipher},
		"2.16.840.1.101.3.4.1.22": {24, aes.NewCipher},
		"2.16.840.1.101.3.4.1.42": {32, aes.NewCipher},
		"1.2.840.113549.3.7":      {24, des.NewTripleDESCipher},
	}
}

func hashes() map[string]func() hash.Hash {
	return map[string]func() hash.Hash{
		"":                    sha1.New,
		"1.2.840.113549.2.7":  sha1.New,
		"1.2.840.113549.2.9":  sha256.New,
		"1.2.840.113549.2.10": sha512.New384,
		"1.2.840.113549.2.11": sha512.New,
	}
}

// decrypt returns the PKCS #8 key in an encrypted one. The standard library
// reads none, and openssl writes them so since its version 1.1.
func decrypt(der []byte, passphrase string) ([]byte, error) {
	var (
		k encryptedKey
		s pbes2
		d derivation
	)
	if !parsed(der, &k) || k.Algorithm.Algorithm.String() != "1.2.840.113549.1.5.13" ||
		!parsed(k.Algorithm.Parameters.FullBytes, &s) || s.Derivation.Algorithm.String() != "1.2.840.113549.1.5.12" ||
		!parsed(s.Derivation.Parameters.FullBytes, &d) {
		return nil, errEncryption
	}
	how, ok := encryptions()[s.Encryption.Algorithm.String()]
	sum := hashes()[d.PRF.Algorithm.String()]
	if !ok || sum == nil || d.Iterations < 1 || d.Iterations > maxIterations {
		return nil, errEncryption
	}
	key, err := pbkdf2.Key(sum, passphrase, d.Salt, d.Iterations, how.length)
	if err != nil {
		return nil, errEncryption
	}
	block, err := how.block(key)
	var iv []byte
	if err != nil || !parsed(s.Encryption.Parameters.FullBytes, &iv) || len(iv) != block.BlockSize() ||
		len(k.Data) == 0 || len(k.Data)%block.BlockSize() != 0 {
		return nil, errEncryption
	}
	plain := make([]byte, len(k.Data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, k.Data)
	pad := int(plain[len(plain)-1])
	if pad < 1 || pad > block.BlockSize() {
		return nil, errPassphrase
	}
	plain = plain[:len(plain)-pad]
	// One wrong passphrase in 256 leaves what looks like an end.
	if _, err := x509.ParsePKCS8PrivateKey(plain); err != nil {
		return nil, errPassphrase
	}
	return plain, nil
}

// parsed reads all of der into v.
func parsed(der []byte, v any) bool {
	rest, err := asn1.Unmarshal(der, v)
	return err == nil && len(rest) == 0
}
