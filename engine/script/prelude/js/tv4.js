// tv4, the older checker of schemas.

const Ajv = require('ajv');

const codes = { type: 0, enum: 1, anyOf: 10, oneOf: 11, not: 13, multipleOf: 100, minimum: 101, exclusiveMinimum: 102, maximum: 103, exclusiveMaximum: 104, minLength: 200, maxLength: 201, pattern: 202, minProperties: 300, maxProperties: 301, required: 302, additionalProperties: 303, minItems: 400, maxItems: 401, uniqueItems: 402, additionalItems: 403, dependencies: 304, format: 500 };
const schemas = {};
const formats = {};

function kind(v) { return v === null ? 'null' : Array.isArray(v) ? 'array' : typeof v === 'number' && Number.isInteger(v) ? 'number' : typeof v; }

function words(e, data) {
  const { get } = require('lodash-path');
  const value = e.dataPath ? get(data, e.dataPath.replace(/^\./, '')) : data;
  switch (e.keyword) {
    case 'type': return `Invalid type: ${kind(value)} (expected ${String(e.params.type).replace(/,/g, '/')})`;
    case 'required': return `Missing required property: ${e.params.missingProperty}`;
    case 'enum': return `No enum match for: ${JSON.stringify(value)}`;
    case 'additionalProperties': return 'Additional properties not allowed';
    case 'minimum': return `Value ${value} is less than minimum ${e.params.limit}`;
    case 'maximum': return `Value ${value} is greater than maximum ${e.params.limit}`;
    case 'minLength': return `String is too short (${value.length} chars), minimum ${e.params.limit}`;
    case 'maxLength': return `String is too long (${value.length} chars), maximum ${e.params.limit}`;
    case 'minItems': return `Array is too short (${value.length}), minimum ${e.params.limit}`;
    case 'maxItems': return `Array is too long (${value.length}), maximum ${e.params.limit}`;
    case 'multipleOf': return `Value ${value} is not a multiple of ${e.params.multipleOf}`;
    case 'exclusiveMinimum': return `Value ${value} is equal to exclusive minimum ${e.params.limit}`;
    case 'exclusiveMaximum': return `Value ${value} is equal to exclusive maximum ${e.params.limit}`;
    case 'minProperties': return `Too few properties defined (${Object.keys(value).length}), minimum ${e.params.limit}`;
    case 'maxProperties': return `Too many properties defined (${Object.keys(value).length}), maximum ${e.params.limit}`;
    case 'uniqueItems': return `Array items are not unique (indices ${Math.min(e.params.i, e.params.j)} and ${Math.max(e.params.i, e.params.j)})`;
    case 'anyOf': return 'Data does not match any schemas from "anyOf"';
    case 'oneOf': return 'Data does not match any schemas from "oneOf"';
    case 'not': return 'Data matches schema from "not"';
    case 'dependencies': return `Dependency failed - key must exist: ${e.params.missingProperty} (due to key: ${e.params.property})`;
    case 'format': return `Format validation failed (${formats[e.params.format](value)})`;
    case 'pattern': return `String does not match pattern: ${e.params.pattern}`;
    default: return e.message;
  }
}

class ValidationError extends Error {
  constructor(e, data) {
    super(words(e, data));
    this.code = codes[e.keyword] === undefined ? 1000 : codes[e.keyword];
    this.params = e.params;
    let path = e.dataPath.replace(/\[(\d+)\]/g, '/$1').replace(/\['((?:[^'\\]|\\.)*)'\]/g, '/$1').replace(/\./g, '/');
    if (e.keyword === 'additionalProperties') path += `/${e.params.additionalProperty}`;
    this.dataPath = path;
    this.schemaPath = e.schemaPath.replace(/^#/, '');
    this.subErrors = null;
  }
}
Object.defineProperty(ValidationError.prototype, 'name', { value: 'ValidationError' });

// old leaves out of a schema what came after draft 4.
function old(s) {
  if (s === true || s === false) return {};
  if (s === null || typeof s !== 'object') return s;
  if (Array.isArray(s)) return s.map(old);
  const out = {};
  for (const key of Object.keys(s)) {
    if (['const', 'contains', 'propertyNames', 'if', 'then', 'else'].includes(key) || (/^exclusive/.test(key) && typeof s[key] !== 'boolean')) continue;
    if (['properties', 'patternProperties', 'definitions', 'dependencies'].includes(key)) out[key] = Object.fromEntries(Object.entries(s[key]).map(([k, v]) => [k, old(v)]));
    else out[key] = ['items', 'not', 'anyOf', 'oneOf', 'allOf'].includes(key) || (/^additional/.test(key) && typeof s[key] === 'object') ? old(s[key]) : s[key];
  }
  return out;
}

function check(data, schema) {
  if (typeof schema === 'string') schema = schemas[schema] || {};
  const ajv = new Ajv({ allErrors: true });
  for (const [url, s] of Object.entries(schemas)) if (s !== schema) ajv.addSchema(s, url);
  // It knows draft 4, and of formats only those that it was told.
  for (const name of Object.keys(formats)) ajv.addFormat(name, (value) => !formats[name](value));
  ajv._lenient = true;
  schema = old(schema);
  const draft = schema && typeof schema === 'object' && !schema.$schema ? Object.assign({ $schema: 'http://json-schema.org/draft-04/schema#' }, schema) : schema;
  let errors;
  try { errors = ajv._check(draft, data); } catch (e) { errors = ajv._check(schema, data); }
  // What is wrong inside of a choice is not told beside the choice.
  errors = errors.filter((e) => (e.keyword !== 'format' || formats[e.params.format]) && !errors.some((o) => o !== e && /^(anyOf|oneOf)$/.test(o.keyword) && e.schemaPath.startsWith(`${o.schemaPath}/`)));
  return errors.sort((a, b) => before(a, b, data)).map((e) => new ValidationError(e, data));
}

// before compares errors by where in the data they are, as tv4 goes through it;
// that no schema of several fits is found after what is inside.
function before(a, b, data) {
  const [at, bt] = [a, b].map((e) => e.dataPath.match(/[^.[\]']+/g) || []);
  let value = data;
  for (let i = 0; i < Math.min(at.length, bt.length); i++) {
    if (at[i] !== bt[i]) {
      const keys = Object.keys(value === null || typeof value !== 'object' ? {} : value);
      return keys.indexOf(at[i]) - keys.indexOf(bt[i]);
    }
    value = value === undefined || value === null ? undefined : value[at[i]];
  }
  const after = (e, of) => (/^(anyOf|oneOf|allOf|not)$/.test(e.keyword) ? 1e6 : 0) + of.length;
  return at.length === bt.length ? 0 : after(a, at) - after(b, bt);
}

const tv4 = {
  error: null, missing: [],
  validate(data, schema, recursive, ban) {
    if (ban) throw new Error("postern's tv4 does not ban unknown properties: say additionalProperties in the schema");
    const errors = check(data, schema);
    tv4.error = errors[0] || null;
    tv4.valid = errors.length === 0;
    return tv4.valid;
  },
  validateResult(data, schema) {
    const errors = check(data, schema);
    return { valid: errors.length === 0, error: errors[0] || null, missing: [] };
  },
  validateMultiple(data, schema) {
    const errors = check(data, schema);
    return { valid: errors.length === 0, errors, missing: [] };
  },
  addSchema(url, schema) {
    if (typeof url === 'object') [url, schema] = [url.id || url.$id, url];
    schemas[url] = schema;
  },
  getSchema: (url) => schemas[url],
  getSchemaUris: (pattern) => Object.keys(schemas).filter((url) => !pattern || pattern.test(url)), getMissingUris: () => [],
  getSchemaMap: () => Object.assign({}, schemas),
  dropSchemas() { for (const url of Object.keys(schemas)) delete schemas[url]; },
  reset() { tv4.dropSchemas(); tv4.error = null; for (const name of Object.keys(formats)) delete formats[name]; },
  addFormat(name, test) { Object.assign(formats, typeof name === 'object' ? name : { [name]: test }); },
  setErrorReporter() {}, language() {}, defineKeyword(name) { throw new Error(`postern's tv4 takes no keywords of your own: '${name}'`); },
  freshApi: () => tv4,
  errorCodes: {}, ValidationError,
};
module.exports = tv4;
