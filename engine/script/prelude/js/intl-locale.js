// Which language is meant, and what is known of it.

const data = require('intl-data');

// known is the row that a language has, or undefined.
function known(name) {
  const text = String(name);
  if (data[text]) return text;
  const language = text.split('-')[0].toLowerCase();
  const exact = Object.keys(data).find((row) => row.toLowerCase() === text.toLowerCase());
  return exact || Object.keys(data).find((row) => row.split('-')[0] === language);
}

// locale is the name that counts: the first of a list that is known, or English.
function locale(wanted, as) {
  const list = wanted === undefined ? [] : Array.isArray(wanted) ? wanted : [wanted];
  for (const name of list) {
    if (typeof name !== 'string' && typeof name !== 'object') throw new TypeError('Incorrect locale information provided');
    if (!/^[a-z]{2,3}(-[a-z0-9]{2,8}|-[a-z](-[a-z0-9]{2,8})+)*$/i.test(String(name))) throw new RangeError(`Incorrect locale information provided`);
    const plain = String(name).replace(/-u-.*$/, '');
    if (as || known(plain)) return plain.replace(/^[A-Za-z]+/, (s) => s.toLowerCase()).replace(/-([a-z]{2})$/i, (s) => s.toUpperCase());
  }
  return 'en-US';
}

// merge lays what a country has of its own over its language.
function merge(base, own) {
  const out = Object.assign({}, base);
  for (const key of Object.keys(own)) {
    if (own[key] === null) delete out[key];
    else out[key] = own[key] !== null && typeof own[key] === 'object' && !Array.isArray(own[key]) ? merge(out[key] || {}, own[key]) : own[key];
  }
  return out;
}

const rows = {};
function row(name) {
  const key = known(name) || 'en-US';
  const first = Object.keys(data).find((other) => other.slice(0, 2) === key.slice(0, 2));
  if (!rows[key]) rows[key] = first === key ? data[key] : merge(data[first], data[key]);
  return rows[key];
}

// option reads an option that has only some values.
function option(options, name, values, otherwise) {
  const value = options === undefined || options === null ? undefined : options[name];
  if (value === undefined) return otherwise;
  if (!values.includes(String(value))) throw new RangeError(`Value ${value} out of range for Intl options property ${name}`);
  return String(value);
}

Object.assign(exports, { locale, known, row, option });
