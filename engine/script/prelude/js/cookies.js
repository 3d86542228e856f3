// Cookies: those of the request, and the jar by way of the parent.

const { PropertyList } = require('list');

class Cookie {
  constructor(from) {
    if (typeof from === 'string') from = Cookie.parse(from);
    from = from || {};
    if ('Name' in from) {
      from = { name: from.Name, value: from.Value, domain: from.Domain, path: from.Path, secure: from.Secure, httpOnly: from.HTTPOnly, hostOnly: from.HostOnly, expires: from.Expires ? new Date(from.Expires) : undefined };
    }
    this.name = from.name === undefined ? from.key : from.name;
    for (const name of ['domain', 'path', 'expires', 'maxAge', 'secure', 'httpOnly', 'hostOnly', 'session', 'extensions']) {
      if (from[name] !== undefined && from[name] !== false) this[name] = name === 'expires' && typeof from[name] === 'string' ? new Date(from[name]) : from[name];
    }
    this.value = from.value === undefined ? '' : from.value;
  }

  valueOf() { return this.value; }

  toString() { return Cookie.stringify(this); }

  toJSON() { return Object.assign({}, this); }

  static parse(line) {
    const [pair, ...attributes] = String(line).split(';');
    const at = pair.indexOf('=');
    const out = { name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim() };
    for (const attribute of attributes) {
      const [key, ...value] = attribute.split('=');
      const name = { expires: 'expires', 'max-age': 'maxAge', domain: 'domain', path: 'path', secure: 'secure', httponly: 'httpOnly' }[key.trim().toLowerCase()];
      if (name) out[name] = value.length ? value.join('=').trim() : true;
      else if (key.trim()) {
        out.extensions = (out.extensions || []).concat({ key: key.trim(), value: value.length ? value.join('=').trim() : true });
        if (/^hostonly$/i.test(key.trim())) out.hostOnly = true;
      }
      if (name === 'maxAge' && !isNaN(out.maxAge)) out.maxAge = Number(out.maxAge);
    }
    return out;
  }

  static stringify(cookie) {
    const name = cookie.name === undefined ? cookie.key : cookie.name;
    const parts = [name ? `${name}=${cookie.value}` : cookie.value];
    if (cookie.expires && !isNaN(new Date(cookie.expires))) parts.push(`Expires=${new Date(cookie.expires).toUTCString()}`);
    for (const [key, label] of [['maxAge', 'Max-Age'], ['domain', 'Domain'], ['path', 'Path']]) if (cookie[key] !== undefined && cookie[key] !== null && cookie[key] !== '') parts.push(`${label}=${cookie[key]}`);
    for (const [key, label] of [['secure', 'Secure'], ['httpOnly', 'HttpOnly']]) if (cookie[key]) parts.push(label);
    for (const e of cookie.extensions || []) parts.push(e.value === true ? e.key : `${e.key}=${e.value}`);
    return parts.join('; ');
  }

  static unparseSingle(cookie) { return cookie.value; }

  static unparse(cookies) { return (cookies.members || cookies).map(Cookie.unparseSingle).join('; '); }

  static splitParam(part) {
    const at = part.indexOf('=');
    return at < 0 ? { key: part.trim(), value: true } : { key: part.slice(0, at).trim(), value: part.slice(at + 1).trim().replace(/^"(.*)"$/, '$1') };
  }

  static isCookie(value) { return value instanceof Cookie; }
}
Cookie._index = 'name';
Cookie._valued = true;
Cookie.postman = true;

class CookieList extends PropertyList {
  constructor(parent, rows) { super(Cookie, parent, rows); }

  toObject() { return Object.fromEntries(this.members.map((c) => [c.name, c.value])); }

  jar() { return new CookieJar(); }

  static isCookieList(value) { return value instanceof CookieList; }
}
CookieList.postman = true;

function address(url) {
  const text = String(url && url.toString ? url.toString() : url);
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
}

// ask asks the parent, and tells a callback or a promise.
function ask(question, read, callback) {
  const answer = new Promise((resolve, reject) => {
    native.call(JSON.stringify(question), (error, response, cookies) => {
      if (error) reject(new Error(error));
      else resolve(read(cookies || []));
    });
  });
  if (typeof callback !== 'function') return answer;
  answer.then((value) => callback(null, value), (error) => callback(error));
  return undefined;
}

function wire(cookie) {
  if (typeof cookie === 'string') cookie = Cookie.parse(cookie);
  const expires = cookie.expires && !isNaN(new Date(cookie.expires)) ? new Date(cookie.expires).toISOString() : undefined;
  return { Name: String(cookie.name === undefined ? cookie.key : cookie.name), Value: String(cookie.value), Domain: cookie.domain || '', Path: cookie.path || '', Expires: expires, Secure: Boolean(cookie.secure), HTTPOnly: Boolean(cookie.httpOnly) };
}

class CookieJar {
  get(url, name, callback) {
    return ask({ Name: 'cookies', URL: address(url) }, (list) => {
      const found = list.find((c) => c.Name === String(name));
      return found ? found.Value : null;
    }, callback);
  }

  getAll(url, options, callback) {
    if (typeof options === 'function') callback = options;
    return ask({ Name: 'cookies', URL: address(url) }, (list) => list.map((c) => new Cookie(c)), callback);
  }

  set(url, name, value, callback) {
    let cookie = { name, value };
    if (typeof name === 'object' && name !== null) {
      cookie = name;
      callback = value;
    } else if (typeof value === 'function' || value === undefined) {
      cookie = Cookie.parse(name);
      callback = value;
    }
    return ask({ Name: 'setCookie', URL: address(url), Cookie: wire(cookie) }, () => new Cookie(cookie), callback);
  }

  unset(url, name, callback) { return ask({ Name: 'dropCookie', URL: address(url), Key: String(name) }, () => undefined, callback); }

  clear(url, callback) { return ask({ Name: 'dropCookie', URL: address(url), Key: '' }, () => undefined, callback); }
}

exports.Cookie = Cookie;
exports.CookieList = CookieList;
exports.list = (rows) => new CookieList(null, rows);
