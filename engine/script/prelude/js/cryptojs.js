// CryptoJS, with Go's digests and ciphers underneath.

const hash = native.group('hash');
const { Buffer } = require('buffer');

// A WordArray is bytes in words of 32 bits, the way CryptoJS hands them on.
class WordArray {
  constructor(words, sigBytes) {
    this.words = words || [];
    this.sigBytes = sigBytes === undefined ? this.words.length * 4 : sigBytes;
  }

  static create(words, sigBytes) {
    if (words instanceof ArrayBuffer) words = new Uint8Array(words);
    if (ArrayBuffer.isView(words)) return fromBytes(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
    return new WordArray(words, sigBytes);
  }

  static random(n) { return fromBytes(new Uint8Array(native.group('random').bytes(n))); }

  toString(encoder) { return (encoder || enc.Hex).stringify(this); }

  concat(other) {
    const joined = fromBytes(Buffer.concat([bytesOf(this), bytesOf(other)]));
    this.words = joined.words;
    this.sigBytes = joined.sigBytes;
    return this;
  }

  clamp() {
    const clean = fromBytes(bytesOf(this));
    this.words = clean.words;
    return this;
  }

  clone() { return new WordArray(this.words.slice(), this.sigBytes); }
}

function bytesOf(value) {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if (value instanceof CipherParams) return bytesOf(value.ciphertext);
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  if (ArrayBuffer.isView(value)) return Buffer.from(value);
  if (!value || !Array.isArray(value.words)) throw new TypeError('CryptoJS needs a string or a WordArray');
  const out = Buffer.alloc(Math.max(0, value.sigBytes));
  for (let i = 0; i < value.sigBytes; i++) out[i] = (value.words[i >>> 2] >>> (24 - (i % 4) * 8)) & 255;
  return out;
}

function fromBytes(bytes) {
  const words = [];
  for (let i = 0; i < bytes.length; i++) words[i >>> 2] = (words[i >>> 2] || 0) | (bytes[i] << (24 - (i % 4) * 8));
  return new WordArray(words, bytes.length);
}

const buffer = (b) => b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength);
const words = (arrayBuffer) => fromBytes(new Uint8Array(arrayBuffer));
const coder = (encoding) => ({ stringify: (w) => bytesOf(w).toString(encoding), parse: (text) => fromBytes(Buffer.from(String(text), encoding)) });

const utf8 = {
  stringify(w) {
    const bytes = bytesOf(w);
    const text = bytes.toString('utf8');
    if (text.includes('\ufffd') && !Buffer.from(text, 'utf8').equals(bytes)) throw new Error('Malformed UTF-8 data');
    return text;
  },
  parse: (text) => fromBytes(Buffer.from(String(text), 'utf8')),
};
const utf16 = {
  stringify: (w) => { const b = bytesOf(w); let s = ''; for (let i = 0; i + 1 < b.length; i += 2) s += String.fromCharCode(b[i] << 8 | b[i + 1]); return s; },
  parse: (text) => fromBytes(Uint8Array.from(Array.from({ length: text.length * 2 }, (_, i) => (i % 2 ? text.charCodeAt(i >> 1) & 255 : text.charCodeAt(i >> 1) >> 8)))),
};
const base64url = { stringify: (w) => bytesOf(w).toString('base64url'), parse: (text) => fromBytes(Buffer.from(text, 'base64')) };
const enc = { Hex: coder('hex'), Latin1: coder('latin1'), Utf8: utf8, Base64: coder('base64'), Base64url: base64url, Utf16: utf16, Utf16BE: utf16, Utf16LE: coder('utf16le') };

class CipherParams {
  constructor(from) { Object.assign(this, from); }

  static create(from) { return new CipherParams(from); }

  toString(formatter) { return (formatter || this.formatter || OpenSSL).stringify(this); }
}

const marker = Buffer.from('Salted__', 'latin1');
const OpenSSL = {
  stringify(p) {
    const parts = p.salt ? [marker, bytesOf(p.salt), bytesOf(p.ciphertext)] : [bytesOf(p.ciphertext)];
    return Buffer.concat(parts).toString('base64');
  },
  parse(text) {
    const bytes = Buffer.from(String(text), 'base64');
    if (bytes.length >= 16 && bytes.slice(0, 8).equals(marker)) return new CipherParams({ salt: fromBytes(bytes.slice(8, 16)), ciphertext: fromBytes(bytes.slice(16)) });
    return new CipherParams({ ciphertext: fromBytes(bytes) });
  },
};
const HexFormat = { stringify: (p) => bytesOf(p.ciphertext).toString('hex'), parse: (text) => new CipherParams({ ciphertext: enc.Hex.parse(text) }) };

const CryptoJS = {
  enc,
  lib: { WordArray, CipherParams, Base: {} },
  format: { OpenSSL, Hex: HexFormat },
  mode: Object.fromEntries(['CBC', 'ECB', 'CTR', 'CFB', 'OFB'].map((name) => [name, { name: name.toLowerCase() }])),
  pad: { Pkcs7: { name: 'pkcs7' }, NoPadding: { name: 'none' }, ZeroPadding: { name: 'zero' }, AnsiX923: { name: 'ansix923' }, Iso10126: { name: 'iso10126' }, Iso97971: { name: 'bit' } },
  algo: {},
};
// absent makes a name that is not there an error that says so.
function absent(on, where, names) {
  for (const name of names) Object.defineProperty(on, name, { configurable: true, get() { throw new Error(`postern has no CryptoJS.${where}${name}`); } });
}
absent(CryptoJS.mode, 'mode.', ['CTRGladman']);
absent(CryptoJS.algo, 'algo.', ['AES', 'DES', 'TripleDES', 'RC4', 'RC4Drop', 'Rabbit', 'RabbitLegacy']);
absent(CryptoJS, '', ['x64']);

class Hasher {
  constructor(name, key) {
    this.name = name;
    this.key = key;
    this.parts = [];
  }

  update(data) {
    this.parts.push(bytesOf(data));
    return this;
  }

  finalize(data) {
    if (data !== undefined) this.update(data);
    const all = Buffer.concat(this.parts);
    this.parts = [];
    if (this.key !== undefined) return words(hash.hmac(this.name, buffer(this.key), buffer(all)));
    return words(hash.digest(this.name, all.buffer, all.byteOffset, all.byteLength));
  }

  reset() { this.parts = []; return this; }
}

for (const [name, native_] of [['MD5', 'md5'], ['SHA1', 'sha1'], ['SHA224', 'sha224'], ['SHA256', 'sha256'], ['SHA384', 'sha384'], ['SHA512', 'sha512'], ['RIPEMD160', 'ripemd160'], ['SHA3', 'keccak512']]) {
  CryptoJS[name] = (data, options) => {
    const bits = name === 'SHA3' && options && options.outputLength ? Number(options.outputLength) : 512;
    if (bits !== 512 && bits !== 256) throw new Error(`postern has no CryptoJS.SHA3 of ${bits} bits: only 256 and 512`);
    return new Hasher(bits === 256 ? 'keccak256' : native_).finalize(data === undefined || data === null ? '' : data);
  };
  CryptoJS[`Hmac${name}`] = (data, key) => new Hasher(native_, bytesOf(key)).finalize(data);
  CryptoJS.algo[name] = { create: () => new Hasher(native_), native: native_ };
}
CryptoJS.algo.HMAC = { create: (hasher, key) => new Hasher((hasher || CryptoJS.algo.SHA1).native, bytesOf(key)) };

// CryptoJS 3 derives with SHA-1 and one round, where nothing else is said.
CryptoJS.PBKDF2 = function (password, salt, options) {
  const { keySize = 4, iterations = 1, hasher = CryptoJS.algo.SHA1 } = options || {};
  return words(hash.pbkdf2(hasher.native, buffer(bytesOf(password)), buffer(bytesOf(salt)), iterations, keySize * 4));
};
CryptoJS.EvpKDF = function (password, salt, options) {
  const { keySize = 4, iterations = 1, hasher = CryptoJS.algo.MD5 } = options || {};
  return words(hash.openssl(hasher.native, buffer(bytesOf(password)), buffer(bytesOf(salt)), iterations, keySize * 4));
};
CryptoJS.kdf = { OpenSSL: { execute: (password, keySize, ivSize, salt) => derive(password, salt, keySize, ivSize) } };

function derive(password, salt, keySize, ivSize) {
  salt = salt || WordArray.random(8);
  const all = bytesOf(CryptoJS.EvpKDF(password, salt, { keySize: keySize + ivSize }));
  return { key: fromBytes(all.slice(0, keySize * 4)), iv: fromBytes(all.slice(keySize * 4)), salt };
}

function cipher(name, keySize, ivSize) {
  const run = (encrypt, data, key, options) => {
    const mode = name === 'rc4' ? 'rc4' : (options.mode || CryptoJS.mode.CBC).name;
    const padding = ['ctr', 'cfb', 'ofb', 'rc4'].includes(mode) && !options.padding ? 'pkcs7' : (options.padding || CryptoJS.pad.Pkcs7).name;
    const iv = options.iv ? bytesOf(options.iv) : Buffer.alloc(0);
    if (mode === 'cbc' && !options.iv) throw new TypeError("Cannot read properties of undefined (reading 'words')");
    return words(hash.cipher(name, mode, padding, encrypt, buffer(bytesOf(key)), buffer(iv), buffer(bytesOf(data))));
  };
  return {
    encrypt(data, key, options) {
      options = options || {};
      let salt;
      if (typeof key === 'string') {
        const d = derive(key, options.salt && bytesLike(options.salt), keySize, ivSize);
        [key, salt] = [d.key, d.salt];
        options = Object.assign({}, options, { iv: d.iv });
      }
      return new CipherParams({ ciphertext: run(true, data, key, options), key, iv: options.iv, salt, formatter: options.format || OpenSSL, mode: options.mode, padding: options.padding, blockSize: ivSize });
    },
    decrypt(from, key, options) {
      options = options || {};
      const params = typeof from === 'string' ? (options.format || OpenSSL).parse(from) : from;
      if (typeof key === 'string') {
        const d = derive(key, params.salt || new WordArray([], 0), keySize, ivSize);
        key = d.key;
        options = Object.assign({}, options, { iv: d.iv });
      }
      return run(false, params.ciphertext || params, key, options);
    },
  };
}
function bytesLike(value) { return typeof value === 'string' ? enc.Hex.parse(value) : value; }

CryptoJS.AES = cipher('aes', 8, 4);
CryptoJS.DES = cipher('des', 2, 2);
CryptoJS.TripleDES = cipher('tripledes', 6, 2);
CryptoJS.RC4 = cipher('rc4', 8, 0);
for (const name of ['Rabbit', 'RabbitLegacy', 'RC4Drop']) CryptoJS[name] = { encrypt: () => { throw new Error(`postern has no CryptoJS.${name}`); }, decrypt: () => { throw new Error(`postern has no CryptoJS.${name}`); } };

module.exports = CryptoJS;
