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

  swap16() {
    for (let i = 0; i + 1 < this.length; i += 2) [this[i], this[i + 1]] = [this[i + 1], this[i]];
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
for (const [name, type, size] of [['UInt8', 'Uint8', 1], ['Int8', 'Int8', 1], ['UInt16', 'Uint16', 2], ['Int16', 'Int16', 2], ['UInt32', 'Uint32', 4], ['Int32', 'Int32', 4],
  ['Float', 'Float32', 4], ['Double', 'Float64', 8], ['BigUInt64', 'BigUint64', 8], ['BigInt64', 'BigInt64', 8]]) {
  for (const end of size === 1 ? [''] : ['LE', 'BE']) {
    Buffer.prototype[`read${name}${end}`] = function (at = 0) { return new DataView(this.buffer, this.byteOffset)[`get${type}`](at, end === 'LE'); };
    Buffer.prototype[`write${name}${end}`] = function (value, at = 0) {
      new DataView(this.buffer, this.byteOffset)[`set${type}`](at, value, end === 'LE');
      return at + size;
    };
    Buffer.prototype[`read${name.replace('UInt', 'Uint')}${end}`] = Buffer.prototype[`read${name}${end}`];
    Buffer.prototype[`write${name.replace('UInt', 'Uint')}${end}`] = Buffer.prototype[`write${name}${end}`];
  }
}

class StringDecoder {
  constructor(encoding) { this.encoding = encodingOf(encoding); }

  write(chunk) { return Buffer.from(chunk).toString(this.encoding); }

  end(chunk) { return chunk ? this.write(chunk) : ''; }
}

// It may be called without new, as in older scripts.
const callable = new Proxy(Buffer, {
  apply: (target, self, args) => (typeof args[0] === 'number' ? Buffer.alloc(args[0]) : Buffer.from(...args)),
  construct: (target, args, self) => (typeof args[0] === 'number' ? Buffer.alloc(args[0]) : Buffer.from(...args)),
});
Object.defineProperty(Buffer.prototype, 'constructor', { value: Buffer, configurable: true, writable: true });

exports.Buffer = callable;
exports.SlowBuffer = callable;
exports.kMaxLength = 2 ** 31 - 1;
exports.stringDecoder = { StringDecoder };
