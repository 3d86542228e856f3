// Paths into values: "a.b[0].c", as lodash reads them.

function path(at) {
  if (Array.isArray(at)) return at;
  if (typeof at === 'symbol' || typeof at === 'number') return [at];
  const out = [];
  String(at === null || at === undefined ? at : at).replace(/[^.[\]]+|\[(?:(-?\d+(?:\.\d+)?)|(["'])((?:(?!\2)[^\\]|\\.)*?)\2)\]|(?=(?:\.|\[\])(?:\.|\[\]|$))/g, (all, index, mark, key) => {
    out.push(mark ? key.replace(/\\(\\)?/g, '$1') : index === undefined ? all : index);
    return '';
  });
  return out;
}

// keys is path, but for a name that the value has as it stands.
function keys(value, at) {
  if (Array.isArray(at)) return at;
  if (value !== null && value !== undefined && (typeof at === 'string' || typeof at === 'number') && at in Object(value)) return [at];
  return path(at);
}

exports.path = path;
exports.get = function (value, at, fallback) {
  for (const key of keys(value, at)) {
    if (value === null || value === undefined) return fallback;
    value = value[key];
  }
  return value === undefined ? fallback : value;
};
exports.has = function (value, at) {
  const list = keys(value, at);
  if (list.length === 0) return false;
  for (const key of list) {
    if (value === null || value === undefined || !Object.prototype.hasOwnProperty.call(Object(value), key)) return false;
    value = value[key];
  }
  return true;
};
exports.hasIn = function (value, at) {
  for (const key of keys(value, at)) {
    if (value === null || value === undefined || !(key in Object(value))) return false;
    value = value[key];
  }
  return true;
};
exports.set = function (value, at, to) {
  if (value === null || typeof value !== 'object' && typeof value !== 'function') return value;
  const list = keys(value, at);
  let here = value;
  list.forEach((key, i) => {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') return;
    if (i === list.length - 1) here[key] = to;
    else {
      if (here[key] === null || typeof here[key] !== 'object' && typeof here[key] !== 'function') here[key] = /^\d+$/.test(String(list[i + 1])) ? [] : {};
      here = here[key];
    }
  });
  return value;
};
exports.unset = function (value, at) {
  const list = keys(value, at).slice();
  const last = list.pop();
  const parent = list.length ? exports.get(value, list) : value;
  return parent === null || parent === undefined ? true : delete parent[last];
};
