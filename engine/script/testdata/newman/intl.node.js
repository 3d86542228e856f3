// Postman's app has Intl; newman has it not, so this is recorded in Node.js.
function T(n, f) { var v; try { v = f(); v = typeof v === 'string' ? v : JSON.stringify(v) } catch (e) { v = e.name + ': ' + e.message } console.log(n + ' ' + v) }
var when = [new Date(Date.UTC(2024, 0, 5, 3, 4, 9, 7)), new Date(Date.UTC(2024, 10, 25, 18, 45, 30, 120)), new Date(0)];
T('inv2', () => new Intl.DateTimeFormat('en-US').format(NaN));
T('dtf', () => new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(when[1]));
T('dtf2', () => Intl.DateTimeFormat('en-GB', { timeZone: 'UTC' }).format(when[1]));
T('res', () => { var r = new Intl.DateTimeFormat('en-US', { timeZone: 'Asia/Tokyo' }).resolvedOptions(); return [r.locale, r.timeZone, r.calendar] });
T('map', () => when.map(new Intl.DateTimeFormat('de-DE', { timeZone: 'UTC' }).format));
T('parts', () => new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).formatToParts(-1234.5));
T('ro', () => new Intl.NumberFormat('en-US').resolvedOptions().maximumFractionDigits);
T('pl', () => [0, 1, 2, 3, 11, 21, 22].map(n => new Intl.PluralRules('en-US').select(n) + new Intl.PluralRules('en-US', { type: 'ordinal' }).select(n)));
T('rel', () => { var r = new Intl.RelativeTimeFormat('en', { numeric: 'auto' }), s = new Intl.RelativeTimeFormat('en'); return [r.format(-1, 'day'), r.format(0, 'day'), r.format(1, 'week'), r.format(-3, 'months'), s.format(-1, 'day'), s.format(5, 'minutes'), s.format(1000, 'hour')] });
T('list', () => [new Intl.ListFormat('en').format(['a', 'b', 'c']), new Intl.ListFormat('en', { type: 'disjunction' }).format(['a', 'b']), new Intl.ListFormat('en').format(['a'])]);
T('coll', () => [['a10', 'a2', 'A1', 'b'].sort(new Intl.Collator('en', { numeric: true }).compare), 'a'.localeCompare('A', undefined, { sensitivity: 'base' }), 'é'.localeCompare('e', 'en', { sensitivity: 'base' }), 'a'.localeCompare('b', 'en', { sensitivity: 'accent' }), '2'.localeCompare('10', undefined, { numeric: true }), ['z', 'ä', 'a'].sort((x, y) => x.localeCompare(y, 'de'))]);
T('sup', () => Intl.NumberFormat.supportedLocalesOf(['de-DE', 'en-US']));
T('tag', () => Object.prototype.toString.call(Intl) + typeof Intl.DateTimeFormat);
