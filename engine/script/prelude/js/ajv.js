// Ajv, with a validator in Go underneath. Its errors are those of version 6.

const schema = native.group('schema');
const base = 'postern:///';

function draftOf(s, fallback) {
  const named = s && typeof s === 'object' && typeof s.$schema === 'string' ? s.$schema : '';
  const found = /draft-0?(\d)|draft\/(\d{4})/.exec(named);
  return found ? found[1] || found[2] : fallback;
}

// resolve is where a reference leads from a schema with an id.
function resolve(ref, id) {
  try { return new URL(ref, id || undefined).href; } catch (e) { return ref; }
}

// What ajv 6 takes for a format, where that is less or more than the word says.
const loose = {
  date: /^\d\d\d\d-[0-1]\d-[0-3]\d$/, url: /^(?:https?|ftp):\/\/[^\s/?#@:]*\.[a-z\u00a1-\uffff]{2,}(?::\d{2,5})?(?:\/\S*)?$/i,
  'uri-reference': /^(?:(?:[a-z][a-z0-9+\-.]*:)?\/?\/)?(?:[^\\\s#][^\s#]*)?(?:#[^\\\s]*)?$/i, 'uri-template': /^(?:(?:[^\x00-\x20"'<>%\\^`{|}]|%[0-9a-f]{2})|\{[^{}]*\})*$/i,
};
const formats = ['date', 'time', 'date-time', 'uri', 'uri-reference', 'uri-template', 'url', 'email', 'hostname', 'ipv4', 'ipv6', 'regex', 'uuid', 'json-pointer', 'json-pointer-uri-fragment', 'relative-json-pointer', 'int32', 'int64', 'float', 'double', 'binary', 'byte', 'password'];

// unknown finds a format that nobody knows, and where it is.
function unknown(s, known, at = '#') {
  if (s === null || typeof s !== 'object') return null;
  if (!Array.isArray(s) && typeof s.format === 'string' && !known(s.format)) return [s.format, at];
  for (const key of Object.keys(s)) {
    if (key === 'enum' || key === 'const' || key === 'default' || key === 'examples') continue;
    const found = unknown(s[key], known, `${at}/${key}`);
    if (found) return found;
  }
  return null;
}

class Ajv {
  constructor(options) {
    if (!(this instanceof Ajv)) return new Ajv(options);
    this._opts = options || {};
    this._schemas = {};
    this._formats = Object.assign({}, loose, this._opts.formats);
    for (const name of ['coerceTypes', 'useDefaults', 'removeAdditional']) if (this._opts[name]) throw new Error(`postern's ajv checks data and changes none: it has no ${name}`);
    this.errors = null;
    const given = this._opts.schemas;
    if (given) for (const [key, s] of Array.isArray(given) ? given.map((x) => [undefined, x]) : Object.entries(given)) this.addSchema(s, key);
  }

  addSchema(s, key) {
    if (Array.isArray(s)) {
      for (const one of s) this.addSchema(one, key);
      return this;
    }
    this._schemas[key || s.$id || s.id] = s;
    return this;
  }

  addMetaSchema() { return this; }

  getSchema(key) { return this._schemas[key] && this.compile(this._schemas[key]); }

  removeSchema(key) {
    if (key === undefined) this._schemas = {};
    else delete this._schemas[typeof key === 'object' ? key.$id || key.id : key];
    return this;
  }

  compile(s) {
    this._check(s, null); // so that a schema that is none fails here
    const validate = (data) => {
      const errors = this._check(s, data);
      validate.errors = errors.length ? errors : null;
      this.errors = validate.errors;
      return errors.length === 0;
    };
    validate.schema = s;
    validate.errors = null;
    return validate;
  }

  async compileAsync(s) {
    const load = this._opts.loadSchema;
    const missing = ([key, x]) => {
      const id = (x && (x.$id || x.id)) || key;
      let found;
      JSON.stringify(x, (k, v) => {
        if (k !== '$ref' || typeof v !== 'string' || v.startsWith('#')) return v;
        const url = resolve(v, id).replace(/#.*$/, '');
        if (/^https?:/.test(url) && !this._schemas[url] && url !== s.$id && url !== s.id) found = url;
        return v;
      });
      return found;
    };
    for (let i = 0; load && i < 100; i++) {
      const url = [['', s], ...Object.entries(this._schemas)].map(missing).find(Boolean);
      if (!url) break;
      this.addSchema(await load(url), url);
    }
    return this.compile(s);
  }

  validate(s, data) {
    if (typeof s === 'string') {
      const named = this._schemas[s];
      if (!named) throw new Error(`no schema with key or ref "${s}"`);
      s = named;
    }
    const errors = this._check(s, data);
    this.errors = errors.length ? errors : null;
    return errors.length === 0;
  }

  validateSchema(s) {
    try { this._check(s, null); } catch (e) { return false; }
    return true;
  }

  _check(s, data) {
    if (s === null || (typeof s !== 'object' && typeof s !== 'boolean')) throw new Error('schema should be object or boolean');
    const all = { [`${base}root`]: JSON.stringify(this._opts.nullable === false ? s : nullable(s)) };
    for (const [key, other] of Object.entries(this._schemas)) if (other !== s) all[/^[a-z]+:/i.test(key) ? key : base + key] = JSON.stringify(other);
    const text = JSON.stringify(data === undefined ? null : data);
    const on = this._opts.format !== false;
    const own = on ? Object.keys(this._formats) : [];
    const ignored = this._opts.unknownFormats;
    const bad = on && ignored !== 'ignore' && unknown(s, (name) => formats.includes(name) || own.includes(name) || (Array.isArray(ignored) && ignored.includes(name)));
    if (bad && !this._lenient) throw new Error(`unknown format "${bad[0]}" is used in schema at path "${bad[1]}"`);
    const fits = (name, value) => {
      const f = this._formats[name];
      const by = f && f.validate !== undefined ? f.validate : f;
      if (typeof by === 'string' || by instanceof RegExp) return new RegExp(by).test(value);
      return typeof by === 'function' ? Boolean(by(value)) : true;
    };
    let errors = native.parse(schema.check(all, `${base}root`, text, draftOf(s, '7'), on, own, fits)) || [];
    if (data === undefined && errors.length === 0) return errors;
    if (!this._opts.allErrors) errors = errors.slice(0, 1);
    for (const e of errors) {
      if (e.keyword !== 'type' || !e.params.type.includes(',')) continue;
      // The types in the order of the schema.
      const want = e.schemaPath.slice(2).split('/').reduce((v, k) => (v === undefined || v === null ? v : v[k.replace(/~1/g, '/').replace(/~0/g, '~')]), s);
      if (!Array.isArray(want)) continue;
      e.params.type = want.join(',');
      e.message = `should be ${e.params.type}`;
    }
    return errors.map((e) => this._told(e, s, data));
  }

  // _told adds what the options ask for.
  _told(e, s, data) {
    const keys = e.dataPath.match(/[^.[\]']+/g) || [];
    if (this._opts.verbose) {
      const at = (from, list) => list.reduce((v, k) => (v === undefined || v === null ? v : v[k]), from);
      const path = decodeURIComponent(e.schemaPath).slice(2).split('/');
      Object.assign(e, { schema: at(s, path), parentSchema: at(s, path.slice(0, -1)), data: at(data, keys) });
    }
    if (this._opts.jsonPointers) e.dataPath = keys.map((k) => `/${k.replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
    return e;
  }

  errorsText(errors, options) {
    errors = errors === undefined ? this.errors : errors;
    if (!errors) return 'No errors';
    const { dataVar = 'data', separator = ', ' } = options || {};
    return errors.map((e) => `${dataVar}${e.dataPath} ${e.message}`).join(separator);
  }

  addFormat(name, format) { this._formats[name] = format; return this; }

  addKeyword(name) { throw new Error(`postern's ajv takes no keywords of your own: '${typeof name === 'object' ? name.keyword : name}'`); }
}

// nullable turns OpenAPI's word into a type.
function nullable(s) {
  return JSON.parse(JSON.stringify(s), (k, v) => {
    if (v !== null && typeof v === 'object' && !Array.isArray(v) && v.nullable === true && typeof v.type === 'string') return Object.assign({}, v, { type: [v.type, 'null'] });
    return v;
  });
}

function make(options) { return new Ajv(options); }
make.prototype = Ajv.prototype;
make.default = make;
make.ValidationError = class ValidationError extends Error {};
make.$dataMetaSchema = {};
module.exports = make;
