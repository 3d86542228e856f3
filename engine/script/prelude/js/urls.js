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

  delete(k, v) { this._set(this._rows.filter((r) => r[0] !== String(k) || (v !== undefined && r[1] !== String(v)))); }

  get(k) {
    const row = this._rows.find((r) => r[0] === String(k));
    return row ? row[1] : null;
  }

  getAll(k) { return this._rows.filter((r) => r[0] === String(k)).map((r) => r[1]); }

  has(k, v) { return this._rows.some((r) => r[0] === String(k) && (v === undefined || r[1] === String(v))); }

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

  set port(v) {
    const usual = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21' }[this.protocol];
    this._p.port = String(v) === usual ? '' : String(v);
  }

  get host() { return this.hostname + (this.port ? `:${this.port}` : ''); }

  set host(v) { [this._p.hostname, this._p.port = ''] = String(v).split(':'); }

  get origin() {
    if (this.protocol === 'blob:') { try { return new URL(this.pathname).origin; } catch (e) { return 'null'; } }
    return /^(https?|ftp|wss?):$/.test(this.protocol) ? `${this.protocol}//${this.host}` : 'null';
  }

  get pathname() { return this._p.pathname; }

  set pathname(v) { this._p.pathname = encodeURI(decodeURI(String(v))).replace(/^(?!\/)/, '/'); }

  get search() { return this._p.search; }

  set search(v) {
    v = String(v);
    this._p.search = v && v !== '?' ? native_.query(v.replace(/^(?!\?)/, '?')) : '';
    this._bind();
  }

  get hash() { return this._p.hash; }

  set hash(v) {
    v = String(v);
    this._p.hash = v ? (v[0] === '#' ? v : `#${v}`) : '';
  }

  set href(v) {
    Object.assign(this._p, new URL(v)._p);
    this._bind();
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
  parse(text, sep, eq, options) {
    [sep, eq] = [sep || '&', eq || '='];
    const most = options && typeof options.maxKeys === 'number' ? options.maxKeys : 1000;
    const out = Object.create(null);
    for (const part of String(text || '').split(sep).slice(0, most > 0 ? most : undefined)) {
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
const slashed = /^(https?|ftp|gopher|file|wss?):$/i;

class Url {
  constructor() { for (const name of ['protocol', 'slashes', 'auth', 'host', 'port', 'hostname', 'hash', 'search', 'query', 'pathname', 'path', 'href']) this[name] = null; }

  format() { return format(this); }

  resolve(to) { return resolve(this.href, to); }
}

function parse(address, withQuery, slashesMeanHost) {
  if (address instanceof Url) return address;
  if (typeof address !== 'string') throw new TypeError(`The "url" argument must be of type string. Received ${address === null ? 'null' : `type ${typeof address}`}`);
  const out = new Url();
  let rest = address.trim().replace(/[\s"<>`{}|\\^']/g, (c) => (c === '\\' ? '/' : encodeURIComponent(c).replace("'", '%27')));
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(rest);
  if (scheme) {
    out.protocol = scheme[0].toLowerCase();
    rest = rest.slice(scheme[0].length);
  }
  const named = rest.startsWith('//') && (scheme || slashesMeanHost) && out.protocol !== 'javascript:';
  // Other schemes, as mailto:, have a host, too.
  if (named || (scheme && !slashed.test(out.protocol) && out.protocol !== 'javascript:')) {
    if (named) {
      out.slashes = true;
      rest = rest.slice(2);
    }
    const [, auth, host] = /^(?:([^/?#]*)@)?([^/?#;:[\]]*(?:\[[^\]]*\])?(?::\d*(?=[/?#]|$))?)/.exec(rest);
    rest = rest.slice((auth === undefined ? 0 : auth.length + 1) + host.length);
    if (auth !== undefined) out.auth = native_.unescape(auth);
    const port = /:(\d*)$/.exec(host);
    if (port && port[1]) out.port = port[1];
    const bare = host.replace(/:\d*$/, '');
    out.hostname = bare.startsWith('[') ? bare.slice(1, -1) : native_.toASCII(decodeURIComponent(bare).toLowerCase());
    out.host = (bare.startsWith('[') ? bare : out.hostname) + (out.port ? `:${out.port}` : '');
    if (rest && !/^[/?#]/.test(rest)) rest = `/${rest}`;
  }
  const [, path, search, hash] = /^([^?#]*)(\?[^#]*)?(#[^]*)?$/.exec(rest);
  out.hash = hash || null;
  if (search !== undefined) [out.search, out.query] = [search, search.slice(1)];
  else if (withQuery) out.search = '';
  if (withQuery) out.query = querystring.parse((search || '').slice(1));
  out.pathname = path || (named && slashed.test(out.protocol || '') && out.hostname ? '/' : null);
  if (out.pathname || out.search) out.path = (out.pathname || '') + (out.search || '');
  out.href = format(out);
  return out;
}

function format(u) {
  if (typeof u === 'string' || u instanceof URL) return u instanceof URL ? String(u) : parse(u).href;
  const query = u.search || (u.query && (typeof u.query === 'object' ? querystring.stringify(u.query) : u.query)) || '';
  const search = query && query !== '?' ? query.replace(/^(?!\?)/, '?').replace(/#/g, '%23') : query;
  let host = u.host || (u.hostname ? (u.hostname.includes(':') ? `[${u.hostname}]` : u.hostname) + (u.port ? `:${u.port}` : '') : '');
  if (host && u.auth) host = `${encodeURIComponent(u.auth).replace(/%3A/i, ':')}@${host}`;
  const protocol = u.protocol ? u.protocol.replace(/:?$/, ':') : '';
  let path = (u.pathname || '').replace(/[?#]/g, encodeURIComponent);
  const slashes = u.slashes || ((!protocol || slashed.test(protocol)) && host) ? '//' : '';
  if (slashes && path && path[0] !== '/') path = `/${path}`;
  return protocol + slashes + host + path + search + (u.hash ? u.hash.replace(/^(?!#)/, '#') : '');
}

// resolve is where a link leads from an address, which may be only a path.
function resolve(from, to) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(from)) { try { return new URL(to, from).href; } catch (e) { return to; } }
  const base = 'http://base.invalid';
  const out = new URL(to, new URL(from, `${base}/`)).href;
  if (!out.startsWith(base)) return out;
  return out.slice(base.length + (from.startsWith('/') || to.startsWith('/') ? 0 : 1));
}

// punycode of one label: what stands behind "xn--".
const label = (text) => native_.toASCII(text).replace(/^xn--/, '');
const punycode = {
  version: '1.4.1', toASCII: native_.toASCII, toUnicode: native_.toUnicode,
  encode: (text) => (/[^\x00-\x7f]/.test(text) ? label(text) : `${text}-`), decode: (text) => native_.toUnicode(`xn--${text}`),
  ucs2: { decode: (s) => Array.from(s, (c) => c.codePointAt(0)), encode: (list) => String.fromCodePoint(...list) },
};

exports.URL = URL;
exports.URLSearchParams = URLSearchParams;
exports.querystring = querystring;
exports.punycode = punycode;
exports.node = { URL, URLSearchParams, Url, parse, format, resolve, resolveObject: (from, to) => parse(resolve(from, to)), domainToASCII: native_.toASCII, domainToUnicode: native_.toUnicode };
