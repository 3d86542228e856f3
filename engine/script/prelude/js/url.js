// Url and QueryParam: an address in the parts that Postman has.

const { PropertyList, hide } = require('list');

// text is a value as a part of an address.
function text(value) { return value === undefined || value === null ? '' : String(value); }

class QueryParam {
  constructor(row) {
    if (typeof row === 'string') row = QueryParam.parse(row)[0];
    this.update(row || {});
  }

  update(row) {
    if (typeof row === 'string') row = QueryParam.parse(row)[0];
    this.key = row.key === undefined ? null : row.key;
    this.value = row.value === undefined ? null : row.value;
    for (const name of ['disabled', 'description', 'system', 'type']) if (row[name] !== undefined) this[name] = row[name];
  }

  valueOf() { return typeof this.value === 'string' ? this.value : this.value === null ? null : this.value; }

  toString() {
    const key = encode(text(this.key), true);
    return this.value === null ? key : `${key}=${encode(text(this.value), false)}`;
  }

  toJSON() { return Object.assign({}, this); }

  static parse(query) {
    if (!query) return [];
    return String(query).split('&').map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? { key: part, value: null } : { key: part.slice(0, at), value: part.slice(at + 1) };
    });
  }

  static parseSingle(part) { return QueryParam.parse(part)[0]; }

  static unparseSingle(row) { return row ? new QueryParam(row).toString() : ''; }

  static unparse(rows) {
    if (typeof rows === 'string') rows = QueryParam.parse(rows);
    else if (rows !== null && typeof rows === 'object' && !Array.isArray(rows) && !rows.members) rows = Object.entries(rows).map(([key, value]) => ({ key, value }));
    return (rows.members || rows).filter((row) => !row.disabled).map((row) => (row instanceof QueryParam ? row : new QueryParam(row)).toString()).join('&');
  }
}
QueryParam._valued = true;
QueryParam._multiple = true;
QueryParam.postman = true;

// encode escapes what would end a part of a query.
function encode(s, key) {
  return s.replace(key ? /[#&=]/g : /[#&]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase());
}

// casts are the types that variables have: how a value is kept, and read.
const same = (v) => v;
const object = {
  kept: (v) => (typeof v === 'string' ? v : JSON.stringify(v)),
  read(v) {
    if (typeof v !== 'string') return v;
    try { return native.parse(v); } catch (e) { return undefined; }
  },
};
const casts = {
  any: { kept: same, read: same }, string: { kept: (v) => (v === null || v === undefined ? v : typeof v === 'object' ? JSON.stringify(v) : String(v)), read: same },
  number: { kept: (v) => (v === null || v === undefined ? v : Number(v)), read: same }, boolean: { kept: (v) => (v === null || v === undefined ? v : Boolean(v)), read: same }, array: object, object,
};

class Variable {
  constructor(row) { this.update(row || {}); }

  update(row) {
    const { type, value, key, id, ...rest } = row;
    this.type = this.type || 'any';
    if (type !== undefined) this.type = casts[type] ? type : type === 'default' || this.type === undefined ? 'any' : this.type;
    if ('value' in row) this.value = typeof value === 'function' || this.type === 'any' ? value : casts[this.type].kept(value);
    if (key !== undefined) this.key = key;
    else if (this.key === undefined && id !== undefined) this.key = id;
    Object.assign(this, rest);
  }

  get() {
    const value = typeof this.value === 'function' ? this.value() : this.value;
    return casts[this.type].read(value);
  }

  set(value) { this.value = casts[this.type].kept(value); }

  // valueType changes the type, and the value with it.
  valueType(type) {
    if (type === undefined) return this.type;
    const now = this.get();
    this.type = casts[type] ? type : 'any';
    this.value = casts[this.type].kept(now);
    return this.type;
  }

  cast(value) { return casts[this.type].read(casts[this.type].kept(value)); }

  castIn(value) { return casts[this.type].kept(value); }

  castOut(value) { return casts[this.type].read(value); }

  valueOf() { return this.get(); }

  toString() {
    const value = this.get();
    return value === undefined ? '' : String(value);
  }

  toJSON() { return Object.assign({}, this); }

  static isVariable(value) { return value instanceof Variable; }
}
Variable._valued = true;
Variable.types = casts;
Variable.postman = true;

// split takes an address apart at its delimiters; templates have none.
function split(address) {
  const out = { host: undefined, path: undefined, query: [], variable: [] };
  let rest = String(address === undefined || address === null ? '' : address).trimStart();
  const masked = () => rest.replace(/\{\{[^{}]*\}\}/g, (m) => '_'.repeat(m.length));
  let at = masked().indexOf('#');
  if (at >= 0) {
    out.hash = rest.slice(at + 1);
    rest = rest.slice(0, at);
  }
  at = masked().indexOf('?');
  if (at >= 0) {
    out.query = QueryParam.parse(rest.slice(at + 1));
    rest = rest.slice(0, at);
  }
  rest = rest.replace(/\\/g, '/');
  at = masked().indexOf('://');
  if (at >= 0) {
    out.protocol = rest.slice(0, at);
    rest = rest.slice(at + 3).replace(/^\/+/, '');
  }
  at = masked().indexOf('/');
  if (at >= 0) {
    out.path = rest.slice(at + 1).split('/');
    rest = rest.slice(0, at);
  }
  at = masked().lastIndexOf('@');
  if (at >= 0) {
    const [user, ...password] = rest.slice(0, at).split(':');
    out.auth = { user };
    if (password.length) out.auth.password = password.join(':');
    rest = rest.slice(at + 1);
  }
  at = masked().lastIndexOf(':');
  if (at >= 0 && !masked().slice(at).includes(']')) {
    out.port = rest.slice(at + 1);
    rest = rest.slice(0, at);
  }
  if (rest) out.host = hostParts(rest);
  return out;
}

function hostParts(host) {
  if (Array.isArray(host)) return host.map(text);
  return String(host).match(/(?:\{\{[^{}]*\}\}|[^.])+/g) || [];
}

class Url {
  constructor(from) {
    hide(this, '_kind', 'url');
    this.update(from);
  }

  update(from) {
    if (from === undefined || from === null || typeof from === 'string') from = split(from);
    else if (from instanceof Url) from = from.toJSON();
    else if (typeof from === 'object' && from.host === undefined && from.path === undefined && typeof from.raw === 'string') from = split(from.raw);
    this.auth = from.auth;
    this.protocol = typeof from.protocol === 'string' ? from.protocol.replace(/:\/\/$/, '') : from.protocol;
    this.port = from.port === undefined || from.port === null ? undefined : String(from.port);
    this.path = typeof from.path === 'string' ? from.path.replace(/^\//, '').split('/') : from.path && from.path.map((p) => (p !== null && typeof p === 'object' ? text(p.value) : text(p)));
    this.hash = from.hash;
    this.host = from.host === undefined || from.host === null ? undefined : hostParts(from.host);
    this.query = new PropertyList(QueryParam, this, from.query || []);
    const rows = from.variable || from.variables || [];
    this.variables = new PropertyList(Variable, this, Array.isArray(rows) ? rows.map((row) => (row && row.value === null ? Object.assign({}, row, { value: undefined }) : row)) : rows);
    return this;
  }

  addQueryParams(params) {
    if (params !== null && typeof params === 'object' && !Array.isArray(params) && !params.members && 'key' in params) params = [params];
    this.query.populate(typeof params === 'string' ? QueryParam.parse(params) : params);
  }

  removeQueryParams(params) {
    const keys = [].concat(params).map((p) => (p !== null && typeof p === 'object' ? p.key : p));
    this.query.remove((row) => keys.includes(row.key));
  }

  getHost() { return this.host ? this.host.join('.') : ''; }

  getPath(options) {
    if (!this.path) return '/';
    const values = options === true || (options && options.unresolved) ? {} : this.variables.toObject();
    return '/' + this.path.map((part) => (part[0] === ':' && (values[part.slice(1)] ?? '') !== '' ? text(values[part.slice(1)]) : part)).join('/');
  }

  getQueryString(options) {
    const rows = options && options.ignoreDisabled === false ? this.query.members : this.query.members.filter((row) => !row.disabled);
    return QueryParam.unparse(rows);
  }

  getPathWithQuery(encoded) {
    const query = this.getQueryString();
    return this.getPath() + (query ? `?${query}` : '');
  }

  getRemote(options) {
    const port = this.port || (options && (options === true || options.forcePort) ? (this.protocol === 'https' ? '443' : '80') : '');
    return this.getHost() + (port ? `:${port}` : '');
  }

  getRaw() { return this.toString(); }

  getOAuth1BaseUrl() {
    const protocol = (this.protocol || 'http').toLowerCase();
    const usual = !this.port || (protocol === 'http' && this.port === '80') || (protocol === 'https' && this.port === '443');
    return `${protocol}://${this.getHost().toLowerCase()}${usual ? '' : `:${this.port}`}${this.getPath()}`;
  }

  toString(forceProtocol) {
    let out = '';
    if (this.protocol) out += `${this.protocol}://`;
    else if (forceProtocol) out += 'http://';
    if (this.auth && (this.auth.user || this.auth.password)) out += `${text(this.auth.user)}${this.auth.password === undefined ? '' : `:${this.auth.password}`}@`;
    out += this.getHost();
    if (this.port) out += `:${this.port}`;
    if (this.path) out += this.getPath();
    const query = this.getQueryString();
    if (query || this.query.members.some((row) => !row.disabled)) out += `?${query}`;
    if (this.hash !== undefined && this.hash !== null) out += `#${this.hash}`;
    return out;
  }

  toJSON() {
    const out = {};
    for (const name of ['protocol', 'auth', 'port', 'path', 'hash', 'host']) if (this[name] !== undefined) out[name] = this[name];
    out.query = this.query.toJSON();
    out.variable = this.variables.toJSON();
    return out;
  }

  inspect() { return require('inspect').inspect(this.toJSON()); }

  static parse(address) {
    const { protocol, auth, host, port, path, query, hash } = split(address);
    return { raw: String(address), protocol, auth, host, port, path, query, hash, variable: undefined };
  }

  static isUrl(value) { return value instanceof Url; }
}
Url.postman = true;

exports.Url = Url;
exports.QueryParam = QueryParam;
exports.Variable = Variable;
