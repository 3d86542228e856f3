// URL and URLSearchParams, and the url, querystring and punycode of Node.js.

const native_ = native.group('url');

function plus(text) {
  try { return decodeURIComponent(text.replace(/\+/g, ' ')); } catch (e) { return native_.unescape(text.replace(/\+/g, ' ')); }
}
function form(text) {
  return encodeURIComponent(text).replace(/[!'()~]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase()).replace(/%20/g, '+');
}

class URLSearchParams {
  constructor(from) {
    Object.defineProperty(this, '_rows', { value: [], writable: true });
    Object.defineProperty(this, '_changed', { value: null, writable: true });
    if (from === undefined || from === null) return;
    if (typeof from === 'object') {
      const rows = typeof from[Symbol.iterator] === 'function' ? Array.from(from) : Object.entries(from);
      this._rows = rows.map(([k, v]) => [String(k), String(v)]);
      return;
    }
    this._rows = String(from).replace(/^\?/, '').split('&').filter((p) => p !== '').map((p) => {
      const at = p.indexOf('=');
      return at < 0 ? [plus(p), ''] : [plus(p.slice(0, at)), plus(p.slice(at + 1))];
    });
  }

  _set(rows) {
    this._rows = rows;
    if (this._changed) this._changed(this.toString());
  }

  append(k, v) { this._set(this._rows.concat([[String(k), String(v)]])); }

  delete(k) { this._set(this._rows.filter((r) => r[0] !== String(k))); }

  get(k) {
    const row = this._rows.find((r) => r[0] === String(k));
    return row ? row[1] : null;
  }

  getAll(k) { return this._rows.filter((r) => r[0] === String(k)).map((r) => r[1]); }

  has(k) { return this._rows.some((r) => r[0] === String(k)); }

  set(k, v) {
    k = String(k);
    const at = this._rows.findIndex((r) => r[0] === k);
    if (at < 0) this.append(k, v);
    else this._set(this._rows.map((r, i) => (i === at ? [k, String(v)] : r)).filter((r, i) => i <= at || r[0] !== k));
  }

  sort() { this._set(this._rows.slice().sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))); }

  forEach(visit, self) { this._rows.forEach(([k, v]) => visit.call(self, v, k, this)); }

  keys() { return this._rows.map((r) => r[0])[Symbol.iterator](); }

  values() { return this._rows.map((r) => r[1])[Symbol.iterator](); }

  entries() { return this._rows.map((r) => r.slice())[Symbol.iterator](); }

  get size() { return this._rows.length; }

  toString() { return this._rows.map(([k, v]) => `${form(k)}=${form(v)}`).join('&'); }

  [Symbol.iterator]() { return this.entries(); }
}

class URL {
  constructor(address, base) {
    const parts = native_.parse(String(address), base === undefined ? '' : String(base));
    if (!parts) throw Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: String(address) });
    Object.defineProperty(this, '_p', { value: parts });
    this._bind();
  }

  _bind() {
    const params = new URLSearchParams(this._p.search);
    params._changed = (text) => { this._p.search = text ? `?${text}` : ''; };
    Object.defineProperty(this, 'searchParams', { value: params, enumerable: true, configurable: true });
  }

  get protocol() { return this._p.protocol; }

  set protocol(v) { this._p.protocol = String(v).replace(/:?$/, ':'); }

  get username() { return this._p.username; }

  set username(v) { this._p.username = encodeURIComponent(v); }

  get password() { return this._p.password; }

  set password(v) { this._p.password = encodeURIComponent(v); }

  get hostname() { return this._p.hostname; }

  set hostname(v) { this._p.hostname = String(v); }

  get port() { return this._p.port; }

  set port(v) { this._p.port = String(v); }

  get host() { return this.hostname + (this.port ? `:${this.port}` : ''); }

  set host(v) { [this._p.hostname, this._p.port = ''] = String(v).split(':'); }

  get origin() { return /^(https?|ftp|wss?):$/.test(this.protocol) ? `${this.protocol}//${this.host}` : 'null'; }

  get pathname() { return this._p.pathname; }

  set pathname(v) { this._p.pathname = encodeURI(decodeURI(String(v))).replace(/^(?!\/)/, '/'); }

  get search() { return this._p.search; }

  set search(v) {
    v = String(v);
    this._p.search = v && v !== '?' ? (v[0] === '?' ? v : `?${v}`) : '';
    this._bind();
  }

  get hash() { return this._p.hash; }

  set hash(v) {
    v = String(v);
    this._p.hash = v ? (v[0] === '#' ? v : `#${v}`) : '';
  }

  get href() {
    const user = this.username || this.password ? `${this.username}${this.password ? `:${this.password}` : ''}@` : '';
    const slashes = this._p.opaque ? '' : '//';
    return this.protocol + slashes + user + this.host + this.pathname + this.search + this.hash;
  }

  toString() { return this.href; }

  toJSON() { return this.href; }

  static canParse(address, base) { return Boolean(native_.parse(String(address), base === undefined ? '' : String(base))); }
}

const querystring = {
  parse(text, sep = '&', eq = '=') {
    const out = Object.create(null);
    for (const part of String(text || '').split(sep)) {
      if (part === '') continue;
      const at = part.indexOf(eq);
      const key = plus(at < 0 ? part : part.slice(0, at));
      const value = at < 0 ? '' : plus(part.slice(at + eq.length));
      out[key] = key in out ? [].concat(out[key], value) : value;
    }
    return out;
  },
  stringify(object, sep = '&', eq = '=') {
    const text = (v) => (['string', 'number', 'boolean', 'bigint'].includes(typeof v) ? encodeURIComponent(String(v)) : '');
    return Object.entries(object || {}).map(([k, v]) => [].concat(v).map((one) => `${encodeURIComponent(k)}${eq}${text(one)}`).join(sep)).join(sep);
  },
  escape: encodeURIComponent,
  unescape: (text) => { try { return decodeURIComponent(text); } catch (e) { return native_.unescape(text); } },
};
querystring.decode = querystring.parse;
querystring.encode = querystring.stringify;

// The url module as it was before URL.
function parse(address, withQuery) {
  const m = /^([a-z][a-z0-9+.-]*:)?(\/\/)?(?:([^@/?#]*)@)?([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(String(address)) || [];
  const named = m[2] ? m[4] : '';
  const at = /:(\d*)$/.exec(named);
  return {
    protocol: m[1] || null, slashes: m[2] ? true : null, auth: m[3] === undefined ? null : decodeURIComponent(m[3]), host: named || null, port: at ? at[1] : null,
    hostname: named ? named.replace(/:\d*$/, '') : null, hash: m[7] || null, search: m[6] || null, query: withQuery ? querystring.parse((m[6] || '').slice(1)) : m[6] ? m[6].slice(1) : null,
    pathname: (m[2] ? m[5] : (m[4] || '') + (m[5] || '')) || (m[2] ? '/' : null), path: ((m[2] ? m[5] || '/' : (m[4] || '') + (m[5] || '')) + (m[6] || '')) || null, href: String(address),
  };
}

function format(u) {
  if (typeof u === 'string' || u instanceof URL) return String(u);
  const query = u.search || (u.query && (typeof u.query === 'object' ? `?${querystring.stringify(u.query)}` : `?${u.query}`)) || '';
  const host = u.host || (u.hostname ? u.hostname + (u.port ? `:${u.port}` : '') : '');
  const protocol = u.protocol ? u.protocol.replace(/:?$/, ':') : '';
  return `${protocol}${host || u.slashes ? '//' : ''}${u.auth ? `${u.auth}@` : ''}${host}${u.pathname || ''}${query}${u.hash || ''}`;
}

exports.URL = URL;
exports.URLSearchParams = URLSearchParams;
exports.querystring = querystring;
exports.punycode = { toASCII: native_.toASCII, toUnicode: native_.toUnicode, ucs2: { decode: (s) => Array.from(s, (c) => c.codePointAt(0)), encode: (list) => String.fromCodePoint(...list) } };
exports.node = { URL, URLSearchParams, parse, format, resolve: (from, to) => { try { return new URL(to, from).href; } catch (e) { return to; } }, domainToASCII: native_.toASCII, domainToUnicode: native_.toUnicode };
