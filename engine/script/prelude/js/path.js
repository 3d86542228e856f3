// require('path'): names of files, of which scripts have none.

function normalize(path) {
  const out = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && out.length && out[out.length - 1] !== '..') out.pop();
    else if (part !== '..' || path[0] !== '/') out.push(part);
  }
  const text = (path[0] === '/' ? '/' : '') + out.join('/') + (/\/$/.test(path) && out.length ? '/' : '');
  return text || '.';
}

const path = {
  sep: '/', delimiter: ':', normalize,
  join: (...parts) => normalize(parts.filter(Boolean).join('/') || '.'),
  resolve: (...parts) => {
    let out = '';
    for (const part of parts) out = part[0] === '/' ? part : `${out}/${part}`;
    return normalize(`/${out}`).replace(/(.)\/$/, '$1');
  },
  isAbsolute: (p) => p[0] === '/',
  basename(p, ext) {
    const name = p.replace(/\/+$/, '').split('/').pop();
    return ext && name.endsWith(ext) && name !== ext ? name.slice(0, -ext.length) : name;
  },
  dirname: (p) => { if (/^\/+$/.test(p)) return '/'; const at = p.replace(/\/+$/, '').lastIndexOf('/'); return at < 0 ? '.' : at === 0 ? '/' : p.slice(0, at); },
  extname: (p) => { const name = path.basename(p); const at = name.lastIndexOf('.'); return at > 0 ? name.slice(at) : ''; },
  parse: (p) => ({ root: p[0] === '/' ? '/' : '', dir: path.dirname(p), base: path.basename(p), ext: path.extname(p), name: path.basename(p, path.extname(p)) }),
  format: (o) => (o.dir ? `${o.dir}/` : o.root || '') + (o.base || (o.name || '') + (o.ext || '')),
  relative(from, to) {
    const a = path.resolve(from).split('/').filter(Boolean);
    const b = path.resolve(to).split('/').filter(Boolean);
    let n = 0;
    while (n < a.length && n < b.length && a[n] === b[n]) n++;
    return [...a.slice(n).map(() => '..'), ...b.slice(n)].join('/');
  },
};
path.posix = path;
module.exports = path;
