// Request, and what it is made of: headers, body, auth.

const { PropertyList, hide } = require('list');
const { Url, QueryParam } = require('url');

function text(value) { return value === undefined || value === null ? '' : String(value); }

class Header {
  constructor(row, value) {
    if (typeof row === 'string') row = value === undefined ? Header.parse(row)[0] : { key: row, value };
    this.update(row || {});
  }

  update(row) {
    if (typeof row === 'string') row = Header.parse(row)[0] || {};
    if (row.key !== undefined || this.key === undefined) this.key = text(row.key);
    if (row.value !== undefined || this.value === undefined) this.value = row.value === null || row.value === undefined ? '' : row.value;
    for (const name of ['disabled', 'description', 'system', 'type']) if (row[name] !== undefined) this[name] = row[name];
  }

  valueOf() { return this.value; }

  toString() { return `${this.key}: ${this.value}`; }

  toJSON() { return Object.assign({}, this); }

  static parse(lines) {
    return String(lines).split(/\r?\n/).filter((line) => line.trim()).map((line) => {
      const at = line.indexOf(':');
      return at < 0 ? { key: line.trim(), value: '' } : { key: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
    });
  }

  static parseSingle(line) { return Header.parse(line)[0] || { key: '', value: '' }; }

  static unparseSingle(row) { return `${row.key}: ${row.value}`; }

  static unparse(rows) { return (rows.members || rows).map((row) => `${row.key}: ${row.value}\r\n`).join(''); }

  static create(value, key) { return new Header({ key, value }); }

  static isHeader(value) { return value instanceof Header; }
}
Header._ignoreCase = true;
Header._valued = true;
Header._multiple = true;
Header.postman = true;

class HeaderList extends PropertyList {
  constructor(parent, rows) { super(Header, parent, rows); }

  contentSize() { return this.members.length ? Header.unparse(this.members.filter((h) => !h.disabled)).length + 2 : 0; }

  static isHeaderList(value) { return value instanceof HeaderList; }
}
HeaderList.postman = true;

class FormParam {
  constructor(row) { this.update(row || {}); }

  update(row) { Object.assign(this, row); }

  valueOf() { return this.value; }

  toString() { return `${text(this.key)}=${text(this.value)}`; }

  toJSON() { return Object.assign({}, this); }
}
FormParam._valued = true;
FormParam._multiple = true;
FormParam.postman = true;

const modes = ['raw', 'urlencoded', 'formdata', 'file', 'graphql'];

class RequestBody {
  constructor(from) { this.update(from || {}); }

  update(from) {
    if (typeof from === 'string') from = { mode: 'raw', raw: from };
    if (from instanceof RequestBody) from = from.toJSON();
    const mode = from.mode || modes.find((name) => from[name] !== undefined && from[name] !== null);
    this.mode = mode;
    this.raw = from.raw;
    this.urlencoded = from.urlencoded === undefined && mode !== 'urlencoded' ? undefined : new PropertyList(QueryParam, this, from.urlencoded || []);
    this.formdata = from.formdata === undefined && mode !== 'formdata' ? undefined : new PropertyList(FormParam, this, from.formdata || []);
    this.graphql = from.graphql;
    this.file = typeof from.file === 'string' ? { src: from.file } : from.file;
    this.disabled = from.disabled;
    this.options = from.options;
  }

  isEmpty() {
    if (!this.mode) return true;
    const data = this[this.mode];
    if (data === undefined || data === null || data === '') return true;
    if (data instanceof PropertyList) return data.count() === 0;
    if (this.mode === 'file') return !(data.src || data.content);
    return typeof data === 'object' && Object.keys(data).length === 0;
  }

  toString() {
    if (this.mode === 'urlencoded') return this.urlencoded ? QueryParam.unparse(this.urlencoded) : '';
    if (this.mode === 'formdata' || this.mode === 'file' || this.mode === 'graphql') return '';
    if (this.raw === undefined || this.raw === null) return '';
    return typeof this.raw === 'object' ? JSON.stringify(this.raw) : String(this.raw);
  }

  toJSON() {
    const out = { mode: this.mode };
    for (const name of modes) if (this[name] !== undefined) out[name] = this[name] && this[name].toJSON ? this[name].toJSON() : this[name];
    if (typeof out.raw === 'object' && out.raw !== null) out.raw = JSON.stringify(out.raw);
    for (const name of ['disabled', 'options']) if (this[name] !== undefined) out[name] = this[name];
    return out;
  }

  inspect() { return require('inspect').inspect(this.toJSON()); }
}
RequestBody.MODES = Object.fromEntries(modes.map((name) => [name, name]));
RequestBody.postman = true;

class AuthParam {
  constructor(row) { Object.assign(this, { type: 'any', value: undefined, key: undefined }, row); }

  valueOf() { return this.value; }

  toJSON() { return Object.assign({}, this); }
}
AuthParam._valued = true;
AuthParam.postman = true;

class RequestAuth {
  constructor(from) {
    from = from || {};
    for (const name of Object.keys(from)) if (name !== 'type') this._fill(name, from[name]);
    this.type = typeof from === 'string' ? from : from.type;
  }

  _fill(name, params) {
    if (params !== null && typeof params === 'object' && !(params instanceof PropertyList) && !Array.isArray(params)) params = Object.entries(params).map(([key, value]) => ({ key, value }));
    this[name] = new PropertyList(AuthParam, this, params || []);
  }

  use(type, params) {
    this.type = type;
    this._fill(type, params || []);
  }

  update(params, type) {
    type = type || this.type;
    if (!this[type]) this._fill(type, []);
    this[type].assimilate(Array.isArray(params) || params instanceof PropertyList ? params : Object.entries(params || {}).map(([key, value]) => ({ key, value })));
  }

  clear(type) { delete this[type || this.type]; }

  current() { throw new Error('`Request#current` has been discontinued, use `Request#parameters` instead.'); }

  parameters() { return this[this.type]; }

  toJSON() {
    const out = { type: this.type };
    for (const name of Object.keys(this)) if (name !== 'type' && this[name] && this[name].toJSON) out[name] = this[name].toJSON();
    return out;
  }

  static isValidType(type) { return ['basic', 'bearer', 'digest', 'hawk', 'oauth1', 'oauth2', 'awsv4', 'ntlm', 'apikey', 'noauth', 'edgegrid', 'jwt', 'asap'].includes(type); }
}
RequestAuth.postman = true;

class Request {
  constructor(from) {
    hide(this, '_kind', 'request');
    this.update(typeof from === 'string' || from instanceof Url ? { url: from } : from || {});
  }

  update(from) {
    if (typeof from === 'string') from = { url: from };
    if (from instanceof Request) from = from.toJSON();
    if (from.url !== undefined || !this.url) this.url = from.url instanceof Url ? from.url : new Url(from.url);
    const headers = from.header === undefined ? from.headers : from.header;
    if (headers !== undefined || !this.headers) this.headers = new HeaderList(this, headers || []);
    if (from.method !== undefined || !this.method) this.method = from.method ? String(from.method).toUpperCase() : 'GET';
    if (from.body !== undefined) this.body = from.body === null ? undefined : new RequestBody(from.body);
    if (from.auth !== undefined) this.auth = from.auth === null ? undefined : new RequestAuth(from.auth);
    for (const name of ['proxy', 'certificate']) if (from[name] !== undefined) this[name] = from[name];
    if (from.description !== undefined) this.description = typeof from.description === 'string' ? { content: from.description, type: 'text/plain', toString() { return this.content; } } : from.description;
  }

  addHeader(row) { this.headers.add(row); }

  removeHeader(name) { this.headers.remove(name !== null && typeof name === 'object' ? name.key : name); }

  upsertHeader(row) {
    const was = this.headers.find((h) => h.key === row.key);
    if (was) was.update(row);
    else this.addHeader(row);
  }

  getHeaders(options) {
    const enabled = options && options.enabled;
    const out = {};
    for (const h of this.headers.members) {
      if (enabled && h.disabled) continue;
      if (options && options.sanitizeKeys && !h.key) continue;
      const key = options && options.ignoreCase ? h.key.toLowerCase() : h.key;
      out[key] = Object.prototype.hasOwnProperty.call(out, key) ? [].concat(out[key], h.value) : h.value;
    }
    return out;
  }

  forEachHeader(visit) { this.headers.each((h) => visit(h, this)); }

  addQueryParams(params) { this.url.addQueryParams(params); }

  removeQueryParams(params) { this.url.removeQueryParams(params); }

  authorizeUsing(type, params) {
    if (type === null) {
      this.auth = undefined;
      return;
    }
    if (type === 'noauth') {
      this.auth = new RequestAuth({ type: 'noauth' });
      return;
    }
    if (typeof type === 'object') this.auth = new RequestAuth(type);
    else {
      this.auth = this.auth || new RequestAuth({});
      this.auth.use(type, params);
    }
  }

  text() { return this.body ? this.body.toString() : ''; }

  json() { return native.parse(this.text()); }

  size() {
    const body = this.body ? require('buffer').Buffer.byteLength(this.body.toString()) : 0;
    const header = (this.headers.contentSize() || 2) + this.method.length + this.url.getPathWithQuery().length + 12;
    return { body, header, total: body + header, source: 'COMPUTED' };
  }

  clone() { return new Request(JSON.parse(JSON.stringify(this))); }

  toJSON() {
    const out = { url: this.url.toJSON ? this.url.toJSON() : this.url };
    if (this.headers.count()) out.header = this.headers.toJSON();
    out.method = this.method;
    for (const name of ['body', 'auth', 'proxy', 'certificate', 'description']) {
      if (this[name] !== undefined && this[name] !== null) out[name] = this[name].toJSON ? this[name].toJSON() : this[name];
    }
    return out;
  }

  inspect() { return require('inspect').inspect(this.toJSON()); }

  static isRequest(value) { return value instanceof Request; }
}
Request.chaiName = 'PostmanRequest';
Request.postman = true;

// pm.request.to checks it.
Object.defineProperty(Request.prototype, 'to', { get() { return require('chai').expect(this).to; } });

Object.assign(exports, { Header, HeaderList, FormParam, RequestBody, RequestAuth, Request });
