// What browsers have and scripts use: base64, text, addresses, randomness.

const bytes = native.group('bytes');
const { Buffer } = require('buffer');

function domError(message) { return Object.assign(new Error(message), { name: 'InvalidCharacterError' }); }

// Postman's takes any text, and of every letter its lowest byte.
exports.btoa = (text) => Buffer.from(String(text), 'latin1').toString('base64');
exports.atob = function (text) {
  if (text === undefined) throw domError('The string to be decoded is missing');
  return Buffer.from(String(text), 'base64').toString('latin1');
};

exports.TextEncoder = class TextEncoder {
  get encoding() { return 'utf-8'; }

  encode(text) { return new Uint8Array(bytes.decode(text === undefined ? '' : String(text), 'utf8')); }
};

exports.TextDecoder = class TextDecoder {
  constructor(encoding) { this.encoding = String(encoding || 'utf-8').toLowerCase(); }

  decode(data) {
    if (data === undefined) return '';
    const view = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    const name = { 'utf-8': 'utf8', utf8: 'utf8', 'utf-16le': 'utf16le', 'utf-16': 'utf16le', 'iso-8859-1': 'latin1', latin1: 'latin1', 'windows-1252': 'latin1', ascii: 'latin1', 'us-ascii': 'latin1' }[this.encoding];
    if (!name) throw new RangeError(`The "${this.encoding}" encoding is not supported`);
    return bytes.encode(view.buffer, view.byteOffset, view.byteOffset + view.byteLength, name).replace(/^\ufeff/, '');
  }
};

const urls = () => require('urls');
Object.defineProperty(exports, 'URL', { get: () => urls().URL });
Object.defineProperty(exports, 'URLSearchParams', { get: () => urls().URLSearchParams });

const random = native.group('random');
exports.crypto = {
  getRandomValues(array) {
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(new Uint8Array(random.bytes(array.byteLength)));
    return array;
  },
  randomUUID: () => random.uuid(),
  subtle: {
    async digest(algorithm, data) {
      const name = String(algorithm.name || algorithm).toLowerCase().replace('-', '');
      const view = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
      return native.group('hash').digest(name, view.buffer, view.byteOffset, view.byteLength);
    },
  },
};

exports.structuredClone = (value) => require('lodash').cloneDeep(value);

class Event {
  constructor(type, init) { Object.assign(this, init, { type: String(type) }); }
}
class EventTarget {
  constructor() { Object.defineProperty(this, '_on', { value: {} }); }

  addEventListener(type, run) { (this._on[type] = this._on[type] || []).push(run); }

  removeEventListener(type, run) { this._on[type] = (this._on[type] || []).filter((f) => f !== run); }

  dispatchEvent(event) {
    for (const run of this._on[event.type] || []) (run.handleEvent || run).call(this, event);
    return true;
  }
}
class AbortSignal extends EventTarget {
  constructor() {
    super();
    this.aborted = false;
  }
}
class AbortController {
  constructor() { this.signal = new AbortSignal(); }

  abort(reason) {
    this.signal.aborted = true;
    this.signal.reason = reason;
    this.signal.dispatchEvent(new Event('abort'));
  }
}
class Blob {
  constructor(parts, options) {
    this.type = (options && options.type) || '';
    Object.defineProperty(this, '_bytes', { value: Buffer.concat((parts || []).map((p) => Buffer.from(p instanceof Blob ? p._bytes : typeof p === 'string' ? p : new Uint8Array(p.buffer || p)))) });
    this.size = this._bytes.length;
  }

  async text() { return this._bytes.toString(); }

  async arrayBuffer() { return new Uint8Array(this._bytes).buffer; }
}
Object.assign(exports, { Event, EventTarget, AbortSignal, AbortController, Blob });
