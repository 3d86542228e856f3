// What browsers have and scripts use: base64, text, addresses, randomness.

const bytes = native.group('bytes');
const { Buffer } = require('buffer');

// named is an error of the kind that browsers throw.
function named(name, message) { return Object.assign(new Error(message), { name }); }

// Postman's takes any text, and of every letter its lowest byte.
exports.btoa = (text) => Buffer.from(String(text), 'latin1').toString('base64');
exports.atob = function (text) {
  if (text === undefined) throw named('InvalidCharacterError', 'The string to be decoded is missing');
  return Buffer.from(String(text), 'base64').toString('latin1');
};

exports.TextEncoder = class TextEncoder {
  get encoding() { return 'utf-8'; }

  encode(text) { return new Uint8Array(bytes.decode(text === undefined ? '' : String(text), 'utf8')); }

  encodeInto(text, target) {
    let [read, written] = [0, 0];
    for (const c of String(text)) {
      const part = this.encode(c);
      if (written + part.length > target.length) break;
      target.set(part, written);
      written += part.length;
      read += c.length;
    }
    return { read, written };
  }
};

const encodings = { 'utf-8': 'utf8', utf8: 'utf8', 'unicode-1-1-utf-8': 'utf8', 'utf-16le': 'utf16le', 'utf-16': 'utf16le', 'iso-8859-1': 'latin1', latin1: 'latin1', 'windows-1252': 'latin1', ascii: 'latin1', 'us-ascii': 'latin1' };
const labels = { utf8: 'utf-8', utf16le: 'utf-16le', latin1: 'windows-1252' };

exports.TextDecoder = class TextDecoder {
  constructor(label, options) {
    const name = encodings[String(label === undefined ? 'utf-8' : label).trim().toLowerCase()];
    if (!name) throw Object.assign(new RangeError(`The "${label}" encoding is not supported`), { code: 'ERR_ENCODING_NOT_SUPPORTED' });
    Object.defineProperty(this, '_name', { value: name });
    this.encoding = labels[name];
    this.fatal = Boolean(options && options.fatal);
    this.ignoreBOM = Boolean(options && options.ignoreBOM);
  }

  decode(data) {
    if (data === undefined) return '';
    const view = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    const text = bytes.encode(view.buffer, view.byteOffset, view.byteOffset + view.byteLength, this._name);
    if (this.fatal && text.includes('\ufffd') && Buffer.compare(Buffer.from(text), Buffer.from(view)) !== 0) {
      throw Object.assign(new TypeError(`The encoded data was not valid for encoding ${this.encoding}`), { code: 'ERR_ENCODING_INVALID_ENCODED_DATA' });
    }
    return this.ignoreBOM ? text : text.replace(/^\ufeff/, '');
  }
};

const urls = () => require('urls');
Object.defineProperty(exports, 'URL', { get: () => urls().URL });
Object.defineProperty(exports, 'URLSearchParams', { get: () => urls().URLSearchParams });

exports.named = named;
Object.defineProperty(exports, 'crypto', { get: () => require('webcrypto').crypto });

// structuredClone copies what may be copied, and says what may not.
exports.structuredClone = function (value) {
  const seen = new Set();
  (function check(v) {
    if (typeof v === 'function' || typeof v === 'symbol') throw named('DataCloneError', `${String(v)} could not be cloned.`);
    if (v === null || typeof v !== 'object' || seen.has(v)) return;
    seen.add(v);
    if (v instanceof Map) v.forEach((x, k) => { check(x); check(k); });
    else if (v instanceof Set) v.forEach(check);
    else if (!ArrayBuffer.isView(v)) Object.values(v).forEach(check);
  })(value);
  if (value instanceof Error) return Object.assign(new value.constructor(value.message), { name: value.name });
  return require('lodash').cloneDeepWith(value, (v) => (v instanceof Error ? exports.structuredClone(v) : undefined));
};

class Event {
  constructor(type, init) {
    Object.assign(this, { bubbles: false, cancelable: false, defaultPrevented: false, target: null }, init, { type: String(type) });
  }

  preventDefault() { if (this.cancelable) this.defaultPrevented = true; }

  stopPropagation() {}

  stopImmediatePropagation() { this._stopped = true; }
}
class EventTarget {
  constructor() { Object.defineProperty(this, '_on', { value: {} }); }

  addEventListener(type, run, options) {
    const list = (this._on[type] = this._on[type] || []);
    if (run && !list.some((l) => l.run === run)) list.push({ run, once: Boolean(options && options.once) });
  }

  removeEventListener(type, run) { this._on[type] = (this._on[type] || []).filter((l) => l.run !== run); }

  dispatchEvent(event) {
    event.target = this;
    for (const l of (this._on[event.type] || []).slice()) {
      if (l.once) this.removeEventListener(event.type, l.run);
      (l.run.handleEvent || l.run).call(this, event);
      if (event._stopped) break;
    }
    if (typeof this[`on${event.type}`] === 'function') this[`on${event.type}`](event);
    return !event.defaultPrevented;
  }
}
class AbortSignal extends EventTarget {
  constructor() {
    super();
    this.aborted = false;
    this.reason = undefined;
  }

  throwIfAborted() { if (this.aborted) throw this.reason; }

  static abort(reason) {
    const c = new AbortController();
    c.abort(reason);
    return c.signal;
  }

  static timeout(ms) {
    const c = new AbortController();
    setTimeout(() => c.abort(named('TimeoutError', 'The operation was aborted due to timeout')), ms);
    return c.signal;
  }

  static any(signals) {
    const c = new AbortController();
    for (const s of signals) {
      if (s.aborted) c.abort(s.reason);
      else s.addEventListener('abort', () => c.abort(s.reason));
    }
    return c.signal;
  }
}
class AbortController {
  constructor() { this.signal = new AbortSignal(); }

  abort(reason) {
    if (this.signal.aborted) return;
    this.signal.aborted = true;
    this.signal.reason = reason === undefined ? named('AbortError', 'This operation was aborted') : reason;
    this.signal.dispatchEvent(new Event('abort'));
  }
}
class Blob {
  constructor(parts, options) {
    this.type = (options && options.type) || '';
    Object.defineProperty(this, '_bytes', { configurable: true, value: Buffer.concat((parts || []).map((p) => Buffer.from(p instanceof Blob ? p._bytes : typeof p === 'string' ? p : new Uint8Array(p.buffer || p)))) });
    this.size = this._bytes.length;
  }

  slice(from, to, type) {
    const out = new Blob([], { type });
    Object.defineProperty(out, '_bytes', { value: this._bytes.slice(from, to) });
    out.size = out._bytes.length;
    return out;
  }

  async text() { return this._bytes.toString(); }

  async arrayBuffer() { return new Uint8Array(this._bytes).buffer; }
}
Object.assign(exports, { Event, EventTarget, AbortSignal, AbortController, Blob });
