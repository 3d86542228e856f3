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

class Ajv {
  constructor(options) {
    if (!(this instanceof Ajv)) return new Ajv(options);
    this._opts = options || {};
    this._schemas = {};
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
    let errors = native.parse(schema.check(all, `${base}root`, text, draftOf(s, '7'), this._opts.format !== false)) || [];
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
    return errors;
  }

  errorsText(errors, options) {
    errors = errors === undefined ? this.errors : errors;
    if (!errors) return 'No errors';
    const { dataVar = 'data', separator = ', ' } = options || {};
    return errors.map((e) => `${dataVar}${e.dataPath} ${e.message}`).join(separator);
  }

  addFormat() { return this; }

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
