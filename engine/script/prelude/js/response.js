// Response: what came, for the task's request or for one of a script's own.

const { hide, PropertyList } = require('list');
const { reasons } = require('reasons');

class Response {
  constructor(from) {
    from = from || {};
    hide(this, '_kind', 'response');
    hide(this, '_text', undefined);
    this.id = from.id;
    if (from.name !== undefined) this.name = from.name;
    this.status = from.status === undefined ? reasons[from.code] : from.status;
    this.code = from.code;
    hide(this, '_rows', from.header || from.headers || []);
    hide(this, '_headers', undefined);
    hide(this, '_read', undefined);
    hide(this, '_stream', from.stream);
    hide(this, '_cookies', undefined);
    if (from.body !== undefined && from.stream === undefined) hide(this, '_text', String(from.body));
    hide(this, '_baked', from.cookie || from.cookies || []);
    this.responseTime = from.responseTime;
    this.responseSize = from.responseSize;
    if (this.responseSize === undefined && from.stream !== undefined) this.responseSize = from.stream.byteLength;
    if (this.responseSize === undefined && from.body !== undefined) this.responseSize = require('buffer').Buffer.byteLength(String(from.body));
  }

  // received is a response that came over the pipe. Its body is fetched when it
  // is looked at.
  static received(r, { text, bytes }) {
    const out = new Response({
      code: r.Code, status: r.Reason || undefined, header: r.Header || [], cookie: r.Cookies || [],
      responseTime: Math.round((r.Time || 0) / 1e6), responseSize: r.BodySize,
    });
    hide(out, '_read', { text, bytes, cut: r.Cut, wire: r.WireSize, header: r.HeaderSize });
    out.downloadedBytes = r.WireSize || r.BodySize;
    return out;
  }

  // Headers and cookies are lists when somebody looks at them.
  get headers() {
    if (!this._headers) this._headers = new (require('request').HeaderList)(this, Array.isArray(this._rows) ? this._rows.map((h) => (h && h.Key !== undefined ? { key: h.Key, value: h.Value } : h)) : this._rows);
    return this._headers;
  }

  set headers(list) { this._headers = list; }

  get cookies() {
    if (!this._cookies) this._cookies = require('cookies').list(this._baked);
    return this._cookies;
  }

  set cookies(list) { this._cookies = list; }

  _whole() {
    if (this._read && this._read.cut) throw new RangeError(`the response is larger than the ${Math.round(native.limit() / 1048576)} MiB that scripts can read: ask for less of it, or test only its status and headers`);
  }

  get stream() {
    if (this._stream === undefined && this._read) {
      this._whole();
      this._stream = require('buffer').Buffer.from(this._read.bytes());
    }
    return this._stream;
  }

  set stream(value) {
    this._stream = value;
    this._text = undefined;
    this._read = undefined;
  }

  text() {
    if (this._text === undefined) {
      if (this._read && this._stream === undefined) {
        this._whole();
        this._text = this._read.text();
      } else if (this._stream !== undefined) this._text = require('buffer').Buffer.from(this._stream).toString().replace(/^\ufeff/, '');
      else return undefined;
    }
    return this._text;
  }

  get body() { return this.text(); }

  json(reviver) {
    const text = this.text();
    return typeof reviver === 'function' ? JSON.parse(text, reviver) : native.parse(text === undefined ? '' : text);
  }

  jsonp(reviver) {
    const found = /^[^(]*\(([\s\S]*)\)[\s;]*$/.exec(this.text() || '');
    return JSON.parse(found ? found[1] : this.text(), reviver);
  }

  reason() { return this.status || reasons[this.code]; }

  details() {
    const name = reasons[this.code] || this.status;
    return { name: this.status || name, detail: '', code: this.code, standardName: name };
  }

  size() {
    const body = this.responseSize || 0;
    const header = (this._read && this._read.header) || `HTTP/1.1 ${this.code} ${this.reason()}\r\n`.length + (this.headers.contentSize() || 2);
    return { body, header, total: body + header };
  }

  contentInfo() {
    const type = String(this.headers.get('content-type') || '');
    const mime = type.split(';')[0].trim().toLowerCase() || 'text/plain';
    const charset = (/charset=["']?([^;"']+)/i.exec(type) || [])[1];
    const [mimeType, mimeFormat, fileExtension] = sort(mime);
    const named = /filename\*?=(?:UTF-8'')?"?([^";]+)"?/i.exec(String(this.headers.get('content-disposition') || ''));
    return { contentType: mime, mimeType, mimeFormat, charset: (charset || 'utf8').toLowerCase().replace(/^utf-8$/, 'utf8'), fileExtension, fileName: named ? named[1] : `response.${fileExtension}` };
  }

  encoding() { return { format: this.headers.get('content-encoding'), source: 'header' }; }

  dataURI() { return `data:${this.contentInfo().contentType};base64, ${require('buffer').Buffer.from(this.stream || this.text() || '').toString('base64')}`; }

  mime() { throw new Error('`Response#mime` has been discontinued, use `Response#contentInfo` instead.'); }

  toJSON() {
    const stream = this.stream;
    return {
      id: this.id, name: this.name, status: this.status, code: this.code, header: this.headers.toJSON(), body: stream === undefined ? this._text : undefined,
      stream: stream && { type: 'Buffer', data: Array.from(new Uint8Array(stream.buffer ? stream : new Uint8Array(stream))) },
      cookie: this.cookies.toJSON(), responseTime: this.responseTime, responseSize: this.responseSize,
    };
  }

  inspect() {
    return require('inspect').inspect({ id: this.id, status: this.status, code: this.code, header: this.headers.toJSON(), cookie: this.cookies.toJSON(), responseTime: this.responseTime, responseSize: this.responseSize });
  }

  static isResponse(value) { return value instanceof Response; }
}
Response.chaiName = 'PostmanResponse';
Response.postman = true;

function sort(mime) {
  const end = mime.split('/')[1] || '';
  if (/json/.test(end)) return ['text', 'json', 'json'];
  if (/xml/.test(end) && mime !== 'image/svg+xml') return ['text', 'xml', 'xml'];
  if (/html/.test(end)) return ['text', 'html', 'html'];
  if (/javascript/.test(end)) return ['text', 'script', 'js'];
  if (/^text\//.test(mime)) return ['text', end === 'plain' ? 'plain' : end, end === 'plain' ? 'txt' : end];
  if (/^(image|audio|video)\//.test(mime)) return [mime.split('/')[0], end, end.replace(/\+.*/, '')];
  if (mime === 'application/pdf') return ['embed', 'pdf', 'pdf'];
  return ['unknown', 'raw', end.replace(/\+.*/, '') || 'txt'];
}

Object.defineProperty(Response.prototype, 'to', { get() { return require('chai').expect(this).to; } });

exports.Response = Response;
exports.PropertyList = PropertyList;
