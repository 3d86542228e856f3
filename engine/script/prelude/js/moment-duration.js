// moment's durations: months, days and milliseconds, each for itself.

// What the length of a time is called; updateLocale changes it.
const words_ = {
  limits: { s: 45, m: 45, h: 22, d: 26, M: 11 },
  relativeTime: { future: 'in %s', past: '%s ago', s: 'a few seconds', ss: '%d seconds', m: 'a minute', mm: '%d minutes', h: 'an hour', hh: '%d hours', d: 'a day', dd: '%d days', M: 'a month', MM: '%d months', y: 'a year', yy: '%d years' },
};
const usual = Object.assign({}, words_.relativeTime);

module.exports = function (unit) {
  const span = { week: 6048e5, day: 864e5, hour: 36e5, minute: 6e4, second: 1e3, millisecond: 1 };
  const iso = /^([-+])?P(?:([-+]?[\d.,]+)Y)?(?:([-+]?[\d.,]+)M)?(?:([-+]?[\d.,]+)W)?(?:([-+]?[\d.,]+)D)?(?:T(?:([-+]?[\d.,]+)H)?(?:([-+]?[\d.,]+)M)?(?:([-+]?[\d.,]+)S)?)?$/;
  const clock = /^([-+])?(?:(\d+)[. ])?(\d+):(\d+)(?::(\d+)(?:\.(\d+))?)?$/;

  class Duration {
    constructor(from, name) {
      this._months = 0;
      this._days = 0;
      this._milliseconds = 0;
      if (from instanceof Duration) Object.assign(this, from);
      else if (typeof from === 'number') this._put(name || 'ms', from);
      else if (typeof from === 'string' && iso.test(from)) {
        const m = iso.exec(from);
        const sign = m[1] === '-' ? -1 : 1;
        ['y', 'M', 'w', 'd', 'h', 'm', 's'].forEach((u, i) => { if (m[i + 2]) this._put(u, sign * Number(m[i + 2].replace(',', '.'))); });
      } else if (typeof from === 'string' && clock.test(from)) {
        const m = clock.exec(from);
        const sign = m[1] === '-' ? -1 : 1;
        ['d', 'h', 'm', 's'].forEach((u, i) => this._put(u, sign * Number(m[i + 2] || 0)));
        if (m[6]) this._put('ms', sign * Number(`0.${m[6]}`) * 1000);
      } else if (typeof from === 'string') this._put(name || 'ms', Number(from) || 0);
      else if (from) for (const k of Object.keys(from)) this._put(k, Number(from[k]));
    }

    _put(name, n) {
      const u = unit(name);
      if (u === 'year') this._months += n * 12;
      else if (u === 'quarter') this._months += n * 3;
      else if (u === 'month') this._months += n;
      else if (u === 'week' || u === 'isoWeek') this._days += n * 7;
      else if (u === 'day' || u === 'date') this._days += n;
      else this._milliseconds += n * (span[u] || 0);
    }

    // _parts bubbles up: 1000 ms are a second, 24 h a day, 30.4 days a month.
    _parts() {
      let ms = this._milliseconds;
      let days = this._days;
      let months = this._months;
      if (!((ms >= 0 && days >= 0 && months >= 0) || (ms <= 0 && days <= 0 && months <= 0))) {
        ms += (days + (months * 146097) / 4800) * 864e5;
        [days, months] = [0, 0];
      }
      const trunc = (n) => Math.trunc(n) || 0;
      const p = { milliseconds: trunc(ms % 1000), seconds: trunc(ms / 1e3) % 60 || 0, minutes: trunc(ms / 6e4) % 60 || 0, hours: trunc(ms / 36e5) % 24 || 0 };
      days += trunc(ms / 864e5);
      const more = trunc((days * 4800) / 146097);
      months += more;
      days -= Math.ceil((more * 146097) / 4800);
      return Object.assign(p, { days: trunc(days), months: trunc(months) % 12 || 0, years: trunc(months / 12) });
    }

    valueOf() { return this.as('ms'); }

    as(name) {
      const u = unit(name);
      if (u === 'month' || u === 'year' || u === 'quarter') {
        const months = this._months + ((this._days + this._milliseconds / 864e5) * 4800) / 146097;
        return months / { month: 1, quarter: 3, year: 12 }[u];
      }
      return (this._milliseconds + (this._days + Math.round((this._months * 146097) / 4800)) * 864e5) / (span[u] || 1);
    }

    get(name) { return this[`${unit(name)}s`](); }

    weeks() { return Math.trunc(this.days() / 7); }

    add(n, name) { const d = new Duration(n, name); return this._plus(d, 1); }

    subtract(n, name) { const d = new Duration(n, name); return this._plus(d, -1); }

    _plus(d, sign) {
      for (const k of ['_months', '_days', '_milliseconds']) this[k] += sign * d[k];
      return this;
    }

    abs() {
      for (const k of ['_months', '_days', '_milliseconds']) this[k] = Math.abs(this[k]);
      return this;
    }

    clone() { return new Duration(this); }

    locale() { return arguments.length ? this : 'en'; }

    toIsoString() { return this.toISOString(); }

    isValid() { return !isNaN(this.valueOf()); }

    humanize(suffix, limits) {
      if (suffix !== null && typeof suffix === 'object') [suffix, limits] = [false, suffix];
      const words = about(Object.assign({}, words_.limits, limits), Math.abs(this.as('s')), Math.abs(this.as('m')), Math.abs(this.as('h')), Math.abs(this.as('d')), Math.abs(this.as('M')), Math.abs(this.as('y')));
      if (suffix !== true) return words;
      return words_.relativeTime[this.valueOf() > 0 ? 'future' : 'past'].replace('%s', words);
    }

    toISOString() {
      if (this.valueOf() < 0 && [this._milliseconds, this._days, this._months].every((n) => n <= 0)) return `-${this.clone().abs().toISOString()}`;
      const whole = (n, size) => Math.trunc(n / size) || 0;
      const [ms, months] = [this._milliseconds, this._months];
      const seconds = Math.round(ms % 6e4) / 1000;
      const text = (list) => list.filter(([n]) => n).map(([n, u]) => n + u).join('');
      const date = text([[whole(months, 12), 'Y'], [months % 12, 'M'], [this._days, 'D']]);
      const time = text([[whole(ms, 36e5), 'H'], [whole(ms, 6e4) % 60, 'M'], [seconds, 'S']]);
      return date || time ? `P${date}${time ? `T${time}` : ''}` : 'P0D';
    }

    toJSON() { return this.toISOString(); }

    toString() { return this.toISOString(); }
  }
  for (const name of ['milliseconds', 'seconds', 'minutes', 'hours', 'days', 'months', 'years']) Duration.prototype[name] = function () { return this._parts()[name]; };
  for (const name of ['Milliseconds', 'Seconds', 'Minutes', 'Hours', 'Days', 'Weeks', 'Months', 'Quarters', 'Years']) Duration.prototype[`as${name}`] = function () { return this.as(name.toLowerCase()); };

  function about(limit, s, m, h, d, M, y) {
    const say = (key, n) => { const t = words_.relativeTime[key]; return typeof t === 'function' ? t(n, true, key, false) : t.replace('%d', n); };
    [s, m, h, d, M, y] = [s, m, h, d, M, y].map(Math.round);
    if (s < limit.s) return say('s', s);
    if (m <= 1) return say('m', 1);
    if (m < limit.m) return say('mm', m);
    if (h <= 1) return say('h', 1);
    if (h < limit.h) return say('hh', h);
    if (d <= 1) return say('d', 1);
    if (d < limit.d) return say('dd', d);
    if (M <= 1) return say('M', 1);
    if (M < limit.M) return say('MM', M);
    return y <= 1 ? say('y', 1) : say('yy', y);
  }
  return { Duration, words: words_, usual };
};
