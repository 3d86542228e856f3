// xml2js, and Postman's xml2Json on top of it.

const xml = native.group('xml');

// convert makes the object that xml2js makes: attributes in $, text in _.
function convert([name, attributes, children], options) {
  if (options.explicitChildren || options.xmlns) throw new Error(`postern's xml2js has no ${options.xmlns ? 'xmlns' : 'explicitChildren'}`);
  const out = {};
  const { attrkey, charkey } = options;
  for (const [key, value] of attributes) {
    const k = options.attrNameProcessors ? options.attrNameProcessors.reduce((v, f) => f(v), key) : key;
    const v = options.attrValueProcessors ? options.attrValueProcessors.reduce((x, f) => f(x, key), value) : value;
    if (options.ignoreAttrs) continue;
    if (options.mergeAttrs) assign(out, k, v, options);
    else {
      if (!(attrkey in out)) out[attrkey] = {};
      out[attrkey][k] = v;
    }
  }
  let text = '';
  for (const child of children) {
    if (typeof child === 'string') {
      text += child;
      continue;
    }
    const key = options.tagNameProcessors ? options.tagNameProcessors.reduce((v, f) => f(v), child[0]) : options.normalizeTags ? child[0].toLowerCase() : child[0];
    let value = convert(child, options);
    if (options.validator) value = options.validator(key, out[key], value);
    assign(out, key, value, options);
  }
  const blank = /^\s*$/.test(text);
  if (options.trim) text = text.trim();
  if (options.normalize) text = text.replace(/\s{2,}/g, ' ').trim();
  if (!blank && options.valueProcessors) text = options.valueProcessors.reduce((v, f) => f(v, name), text);
  if (Object.keys(out).length === 0) {
    if (options.explicitCharkey && !blank) return { [charkey]: text };
    return blank ? (typeof options.emptyTag === 'function' ? options.emptyTag() : options.emptyTag) : text;
  }
  return blank && !(options.includeWhiteChars && text !== '') ? out : Object.assign({ [charkey]: text }, out);
}

function assign(out, key, value, options) {
  if (!Object.prototype.hasOwnProperty.call(out, key)) put(out, key, options.explicitArray ? [value] : value);
  else {
    if (!Array.isArray(out[key])) out[key] = [out[key]];
    out[key].push(value);
  }
}

function put(out, key, value) { Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true }); }

const defaults = { explicitArray: true, explicitRoot: true, ignoreAttrs: false, mergeAttrs: false, trim: false, normalize: false, normalizeTags: false, attrkey: '$', charkey: '_', emptyTag: '', explicitCharkey: false };

function read(text, options) {
  options = Object.assign({}, defaults, options);
  text = String(text);
  if (text.trim() === '') return null;
  const root = xml.parse(text)[2].find((child) => typeof child !== 'string');
  if (!root) return null;
  const value = convert(root, options);
  const name = options.tagNameProcessors ? options.tagNameProcessors.reduce((v, f) => f(v), root[0]) : options.normalizeTags ? root[0].toLowerCase() : root[0];
  return options.explicitRoot ? { [name]: value } : value;
}

function parseString(text, options, callback) {
  if (typeof options === 'function') [options, callback] = [undefined, options];
  let result;
  try {
    result = read(text, options);
  } catch (e) {
    if (callback) callback(e);
    return;
  }
  if (callback) callback(null, result);
}

class Parser {
  constructor(options) { this.options = options; }

  parseString(text, callback) { parseString(text, this.options, callback); }

  parseStringPromise(text) { return promise(text, this.options); }
}

async function promise(text, options) { return read(text, options); }

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text, pattern) => String(text).replace(pattern, (c) => escapes[c]);

class Builder {
  constructor(options) { this.options = Object.assign({ rootName: 'root', headless: false, attrkey: '$', charkey: '_' }, options); }

  buildObject(value) {
    const keys = Object.keys(value);
    const [name, root] = keys.length === 1 && !this.options.rootNameForced ? [keys[0], value[keys[0]]] : [this.options.rootName, value];
    const head = this.options.headless ? '' : '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
    const text = head + this._element(name, root, '');
    return (this.options.renderOpts || {}).pretty === false ? text.replace(/>\n\s*</g, '><') : text;
  }

  _text(value) { return this.options.cdata && /[&<>]/.test(value) ? `<![CDATA[${String(value).replace(/]]>/g, ']]]]><![CDATA[>')}]]>` : escape(value, /[&<>]/g); }

  _element(name, value, indent) {
    if (Array.isArray(value)) return value.map((v) => this._element(name, v, indent)).join('\n');
    if (value === null || value === undefined || value === '') return `${indent}<${name}/>`;
    if (typeof value !== 'object') return `${indent}<${name}>${this._text(value)}</${name}>`;
    const { attrkey, charkey } = this.options;
    const attributes = Object.entries(value[attrkey] || {}).map(([k, v]) => ` ${k}="${escape(v, /[&<"]/g)}"`).join('');
    const inner = Object.keys(value).filter((k) => k !== attrkey && k !== charkey).map((k) => this._element(k, value[k], `${indent}  `));
    if (value[charkey] !== undefined) return `${indent}<${name}${attributes}>${this._text(value[charkey])}${inner.join('')}</${name}>`;
    if (inner.length === 0) return `${indent}<${name}${attributes}/>`;
    return `${indent}<${name}${attributes}>\n${inner.join('\n')}\n${indent}</${name}>`;
  }
}

const strip = (name) => name.replace(/^(?!xmlns)[^:]*:/, '');
exports.xml2js = {
  parseString, parseStringPromise: promise, Parser, Builder, defaults: { 0.2: defaults },
  processors: { stripPrefix: strip, normalize: (s) => s.toLowerCase(), firstCharLowerCase: (s) => s.charAt(0).toLowerCase() + s.slice(1), parseNumbers: (s) => (isNaN(s) ? s : s % 1 === 0 ? parseInt(s, 10) : parseFloat(s)), parseBooleans: (s) => (/^(?:true|false)$/i.test(s) ? s.toLowerCase() === 'true' : s) },
};
exports.xml2Json = (text) => {
  let out; // stays undefined of what is no XML
  parseString(text, { explicitArray: false, trim: true, mergeAttrs: false }, (error, result) => { if (!error) out = result; });
  return out;
};
