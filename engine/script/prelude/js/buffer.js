// Buffer: bytes with the encodings of Node.js.

const bytes = native.group('bytes');

const names = { utf8: 'utf8', 'utf-8': 'utf8', hex: 'hex', base64: 'base64', base64url: 'base64url', latin1: 'latin1', binary: 'latin1', ascii: 'ascii', utf16le: 'utf16le', 'utf-16le': 'utf16le', ucs2: 'utf16le', 'ucs-2': 'utf16le' };

function encodingOf(name) {
  const found = names[String(name === undefined || name === null ? 'utf8' : name).toLowerCase()];
  if (!found) throw new TypeError(`Unknown encoding: ${name}`);
  return found;
}

function view(buffer) { return Object.setPrototypeOf(new Uint8Array(buffer), Buffer.prototype); }

class Buffer extends Uint8Array {
  static from(value, encoding, length) {
    if (typeof value === 'string') return view(bytes.decode(value, encodingOf(encoding)));
    if (value instanceof ArrayBuffer) return Object.setPrototypeOf(new Uint8Array(value, encoding, length), Buffer.prototype);
    if (value !== null && typeof value === 'object') {
      if (value.type === 'Buffer' && Array.isArray(value.data)) value = value.data;
      else if (value instanceof String) return Buffer.from(value.valueOf(), encoding);
      return view(Uint8Array.from(value).buffer);
    }
    throw new TypeError('The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object. Received ' + (value === undefined ? 'undefined' : value === null ? 'null' : `type ${typeof value} (${String(value)})`));
  }

  static of(...items) { return Buffer.from(items); }

  static alloc(size, fill, encoding) {
    const out = view(new ArrayBuffer(size));
    return fill === undefined || fill === 0 ? out : out.fill(fill, 0, size, encoding);
  }

  static allocUnsafe(size) { return Buffer.alloc(size); }

  static isBuffer(value) { return value instanceof Buffer; }

  static isEncoding(name) { return typeof name === 'string' && name.toLowerCase() in names; }

  static byteLength(value, encoding) { return typeof value === 'string' ? bytes.decode(value, encodingOf(encoding)).byteLength : value.byteLength; }

  static concat(list, total) {
    const size = total === undefined ? list.reduce((n, b) => n + b.length, 0) : total;
    const out = Buffer.alloc(size);
    let at = 0;
    for (const b of list) {
      if (at >= size) break;
      out.set(at + b.length > size ? b.subarray(0, size - at) : b, at);
      at += b.length;
    }
    return out;
  }

  static compare(a, b) {
    const n = Math.min(a.length, b.length);
    for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
    return Math.sign(a.length - b.length);
  }

  toString(encoding, start, end) {
    const from = Math.max(0, start || 0);
    const to = end === undefined ? this.length : Math.min(end, this.length);
    if (to <= from) return '';
    return bytes.encode(this.buffer, this.byteOffset + from, this.byteOffset + to, encodingOf(encoding));
  }

  toLocaleString(encoding) { return this.toString(encoding); }

  toJSON() { return { type: 'Buffer', data: Array.from(this) }; }

  equals(other) { return Buffer.compare(this, other) === 0; }

  compare(other) { return Buffer.compare(this, other); }

  slice(start, end) { return this.subarray(start, end); }

  write(text, offset, length, encoding) {
    if (typeof offset === 'string') [encoding, offset, length] = [offset, 0, undefined];
    if (typeof length === 'string') [encoding, length] = [length, undefined];
    const from = Buffer.from(String(text), encoding);
    const n = Math.min(from.length, this.length - (offset || 0), length === undefined ? Infinity : length);
    for (let i = 0; i < n; i++) this[(offset || 0) + i] = from[i];
    return n;
  }

  copy(target, at = 0, start = 0, end = this.length) {
    const n = Math.min(end - start, target.length - at);
    for (let i = 0; i < n; i++) target[at + i] = this[start + i];
    return n;
  }

  fill(value, start = 0, end = this.length, encoding) {
    if (typeof start === 'string') [encoding, start, end] = [start, 0, this.length];
    if (typeof value === 'number') {
      for (let i = start; i < end; i++) this[i] = value;
      return this;
    }
    const from = Buffer.from(value, encoding);
    for (let i = start; i < end; i++) this[i] = from.length ? from[(i - start) % from.length] : 0;
    return this;
  }

  indexOf(value, start, encoding) {
    if (typeof value === 'number') return Array.prototype.indexOf.call(this, value & 255, start);
    const find = Buffer.from(value, encoding);
    for (let i = start || 0; i <= this.length - find.length; i++) {
      let j = 0;
      while (j < find.length && this[i + j] === find[j]) j++;
      if (j === find.length) return i;
    }
    return -1;
  }

  includes(value, start, encoding) { return this.indexOf(value, start, encoding) !== -1; }

  lastIndexOf(value, start, encoding) {
    const find = typeof value === 'number' ? Buffer.from([value]) : Buffer.from(value, encoding);
    for (let i = Math.min(start === undefined ? Infinity : start, this.length - find.length); i >= 0; i--) if (find.every((c, j) => this[i + j] === c)) return i;
    return -1;
  }

  inspect() { return `<Buffer ${Array.from(this.slice(0, 50), (c) => c.toString(16).padStart(2, '0')).join(' ')}${this.length > 50 ? ` ... ${this.length - 50} more bytes` : ''}>`; }

  swap16() { return this._swap(2); }

  swap32() { return this._swap(4); }

  swap64() { return this._swap(8); }

  _swap(n) {
    if (this.length % n) throw new RangeError(`Buffer size must be a multiple of ${n * 8}-bits`);
    for (let i = 0; i < this.length; i += n) this.subarray(i, i + n).reverse();
    return this;
  }
}

// again is a view of the same bytes.
function again(b, start = 0, end = b.length) {
  const clamp = (n) => Math.max(0, Math.min(b.length, n < 0 ? b.length + n : n));
  const from = clamp(start);
  return Object.setPrototypeOf(new Uint8Array(b.buffer, b.byteOffset + from, Math.max(0, clamp(end) - from)), Buffer.prototype);
}
Buffer.prototype.subarray = function (start, end) { return again(this, start, end); };
Buffer.poolSize = 8192;

// Numbers in bytes, by way of a DataView.
function viewOf(b, at, size) {
  if (!(at >= 0 && at + size <= b.length)) throw new RangeError('Trying to access beyond buffer length');
  return new DataView(b.buffer, b.byteOffset, b.length);
}
// Whole numbers of one to six bytes.
for (const end of ['LE', 'BE']) {
  const order = (b, at, size) => { viewOf(b, at, size); return Array.from({ length: size }, (x, i) => at + (end === 'LE' ? size - 1 - i : i)); };
  const read = (b, at, size) => order(b, at, size).reduce((n, i) => n * 256 + b[i], 0);
  for (const name of ['Int', 'UInt', 'Uint']) {
    Buffer.prototype[`read${name}${end}`] = function (at, size) {
      const n = read(this, at, size);
      return name === 'Int' && n >= 2 ** (8 * size - 1) ? n - 2 ** (8 * size) : n;
    };
    Buffer.prototype[`write${name}${end}`] = function (value, at, size) {
      let n = value < 0 ? value + 2 ** (8 * size) : value;
      for (const i of order(this, at, size).reverse()) {
        this[i] = n % 256;
        n = Math.floor(n / 256);
      }
      return at + size;
    };
  }
}
for (const [name, type, size] of [['UInt8', 'Uint8', 1], ['Int8', 'Int8', 1], ['UInt16', 'Uint16', 2], ['Int16', 'Int16', 2], ['UInt32', 'Uint32', 4], ['Int32', 'Int32', 4],
  ['Float', 'Float32', 4], ['Double', 'Float64', 8], ['BigUInt64', 'BigUint64', 8], ['BigInt64', 'BigInt64', 8]]) {
  for (const end of size === 1 ? [''] : ['LE', 'BE']) {
    Buffer.prototype[`read${name}${end}`] = function (at = 0) { return viewOf(this, at, size)[`get${type}`](at, end === 'LE'); };
    Buffer.prototype[`write${name}${end}`] = function (value, at = 0) {
      viewOf(this, at, size)[`set${type}`](at, value, end === 'LE');
      return at + size;
    };
    Buffer.prototype[`read${name.replace('UInt', 'Uint')}${end}`] = Buffer.prototype[`read${name}${end}`];
    Buffer.prototype[`write${name.replace('UInt', 'Uint')}${end}`] = Buffer.prototype[`write${name}${end}`];
  }
}

// A StringDecoder keeps the bytes of a character that is not whole yet.
class StringDecoder {
  constructor(encoding) {
    this.encoding = encodingOf(encoding);
    Object.defineProperty(this, '_rest', { value: Buffer.alloc(0), writable: true });
  }

  write(chunk) {
    const all = Buffer.concat([this._rest, Buffer.from(chunk)]);
    const whole = all.length - this._open(all);
    this._rest = all.slice(whole);
    return all.toString(this.encoding, 0, whole);
  }

  // _open counts the bytes at the end that want more.
  _open(b) {
    if (this.encoding === 'base64') return b.length % 3;
    if (/16|ucs/.test(this.encoding)) return b.length % 2;
    if (!/utf-?8/.test(this.encoding)) return 0;
    for (let n = 1; n <= Math.min(3, b.length); n++) {
      const c = b[b.length - n];
      if (c >= 0xc0) return n < (c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2) ? n : 0;
      if (c < 0x80) return 0;
    }
    return 0;
  }

  end(chunk) {
    const text = (chunk ? this.write(chunk) : '') + this._rest.toString(this.encoding);
    this._rest = Buffer.alloc(0);
    return text;
  }
}

// It may be called without new, as in older scripts.
const callable = new Proxy(Buffer, {
  apply: (target, self, args) => (typeof args[0] === 'number' ? Buffer.alloc(args[0]) : Buffer.from(...args)),
  construct: (target, args, self) => (typeof args[0] === 'number' ? Buffer.alloc(args[0]) : Buffer.from(...args)),
});
Object.defineProperty(Buffer.prototype, 'constructor', { value: Buffer, configurable: true, writable: true });

exports.Buffer = callable;
exports.SlowBuffer = callable;
exports.INSPECT_MAX_BYTES = 50;
exports.kMaxLength = 2 ** 31 - 1;
exports.stringDecoder = { StringDecoder };
