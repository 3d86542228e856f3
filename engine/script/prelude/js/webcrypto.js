// crypto: randomness, and the part of SubtleCrypto that signs and seals with
// keys that a script has. Keys are not made here, and not read as JWK but for
// plain bytes.

const random = native.group('random');
const hash = native.group('hash');
const subtle = native.group('subtle');
const { named } = require('web');
const { Buffer } = require('buffer');

// bytes are data as an ArrayBuffer of its own.
function bytes(data) {
  if (data instanceof ArrayBuffer) return data.slice(0);
  if (!ArrayBuffer.isView(data)) throw new TypeError('the data is neither an ArrayBuffer nor a view of one');
  return data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
}

const none = () => new ArrayBuffer(0);
const digests = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };

function digest(of) {
  const name = digests[String((of && of.name) || of).toUpperCase()];
  if (!name) throw named('NotSupportedError', 'Unrecognized algorithm name');
  return name;
}

// algorithm is the name that is meant, and what goes with it.
function algorithm(of, known) {
  const out = typeof of === 'string' ? { name: of } : Object.assign({}, of);
  const name = known.find((k) => k.toLowerCase() === String(out.name).toLowerCase());
  if (!name) throw named('NotSupportedError', 'Unrecognized algorithm name');
  return Object.assign(out, { name });
}

const secrets = ['HMAC', 'AES-CBC', 'AES-CTR', 'AES-GCM', 'PBKDF2', 'HKDF'];
const pairs = ['RSASSA-PKCS1-v1_5', 'RSA-PSS', 'ECDSA'];

// A CryptoKey keeps its bytes to itself.
class CryptoKey {
  constructor(type, of, extractable, usages, data) {
    Object.assign(this, { type, extractable: Boolean(extractable), algorithm: of, usages: Array.from(usages || []) });
    Object.defineProperty(this, '_data', { value: data });
  }
}

function may(key, use, of) {
  if (!(key instanceof CryptoKey)) throw new TypeError('the key is no CryptoKey');
  if (key.algorithm.name !== of.name || !key.usages.includes(use)) throw named('InvalidAccessError', `Unable to use this key to ${use}`);
}

async function importKey(format, data, of, extractable, usages) {
  const a = algorithm(of, secrets.concat(pairs));
  if (pairs.includes(a.name)) {
    if (format !== 'pkcs8' && format !== 'spki') throw named('NotSupportedError', `postern reads keys of ${a.name} as pkcs8 and spki, not as ${format}`);
    return new CryptoKey(format === 'pkcs8' ? 'private' : 'public', a, extractable, usages, bytes(data));
  }
  if (format === 'jwk' && data && data.kty === 'oct') data = Buffer.from(String(data.k), 'base64');
  else if (format !== 'raw') throw named('NotSupportedError', `Unable to import ${a.name} key with format ${format}`);
  if (a.name === 'HMAC') Object.assign(a, { hash: { name: `SHA-${digest(a.hash).slice(3)}` }, length: bytes(data).byteLength * 8 });
  return new CryptoKey('secret', a, extractable, usages, bytes(data));
}

async function exportKey(format, key) {
  if (!key.extractable) throw named('InvalidAccessError', 'key is not extractable');
  if (format !== { secret: 'raw', private: 'pkcs8', public: 'spki' }[key.type]) throw named('NotSupportedError', `postern writes no ${key.type} keys as ${format}`);
  return key._data.slice(0);
}

async function sign(of, key, data) {
  const a = algorithm(of, ['HMAC'].concat(pairs));
  may(key, 'sign', a);
  if (a.name === 'HMAC') return hash.hmac(digest(key.algorithm.hash), key._data, bytes(data));
  return subtle.sign(a.name, digest(a.hash || key.algorithm.hash), key._data, bytes(data));
}

async function verify(of, key, signature, data) {
  const a = algorithm(of, ['HMAC'].concat(pairs));
  may(key, 'verify', a);
  if (a.name === 'HMAC') return Buffer.compare(Buffer.from(hash.hmac(digest(key.algorithm.hash), key._data, bytes(data))), Buffer.from(bytes(signature))) === 0;
  return subtle.verify(a.name, digest(a.hash || key.algorithm.hash), key._data, bytes(signature), bytes(data));
}

function seal(encrypt) {
  return async (of, key, data) => {
    const a = algorithm(of, ['AES-CBC', 'AES-CTR', 'AES-GCM']);
    may(key, encrypt ? 'encrypt' : 'decrypt', a);
    try {
      if (a.name === 'AES-GCM') return subtle.gcm(encrypt, key._data, bytes(a.iv), a.additionalData ? bytes(a.additionalData) : none(), bytes(data));
      const counter = a.name === 'AES-CTR';
      return hash.cipher('aes', counter ? 'ctr' : 'cbc', counter ? 'none' : 'pkcs7', encrypt, key._data, bytes(counter ? a.counter : a.iv), bytes(data));
    } catch (e) {
      throw named('OperationError', `The operation failed for an operation-specific reason: ${e.message}`);
    }
  };
}

async function deriveBits(of, key, length) {
  const a = algorithm(of, ['PBKDF2', 'HKDF']);
  may(key, 'deriveBits', a);
  if (a.name === 'PBKDF2') return hash.pbkdf2(digest(a.hash), key._data, bytes(a.salt), a.iterations, length / 8);
  return subtle.hkdf(digest(a.hash), key._data, bytes(a.salt), bytes(a.info), length / 8);
}

const missing = (name) => async () => { throw named('NotSupportedError', `postern has no crypto.subtle.${name}`); };

exports.crypto = {
  getRandomValues(array) {
    if (array.byteLength > 65536) throw named('QuotaExceededError', 'The requested length exceeds 65,536 bytes');
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(new Uint8Array(random.bytes(array.byteLength)));
    return array;
  },
  randomUUID: () => random.uuid(),
  subtle: {
    async digest(of, data) {
      const all = bytes(data);
      return hash.digest(digest(of), all, 0, all.byteLength);
    },
    importKey, exportKey, sign, verify, encrypt: seal(true), decrypt: seal(false), deriveBits,
    async deriveKey(of, key, wanted, extractable, usages) {
      const a = algorithm(wanted, secrets);
      const bits = await deriveBits(of, Object.assign(Object.create(key), { usages: key.usages.concat('deriveBits') }), a.length || 256);
      return importKey('raw', bits, a, extractable, usages);
    },
    generateKey: missing('generateKey'), wrapKey: missing('wrapKey'), unwrapKey: missing('unwrapKey'),
  },
};
