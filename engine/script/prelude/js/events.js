// require('events') and a stream that is no more than it.

class EventEmitter {
  _list(name) {
    if (!this._events) Object.defineProperty(this, '_events', { value: new Map(), writable: true });
    if (!this._events.has(name)) this._events.set(name, []);
    return this._events.get(name);
  }

  // _add tells of a listener before it is one.
  _add(name, listener, first) {
    if (typeof listener.run !== 'function') throw new TypeError('The "listener" argument must be a function');
    if (this._events && this._events.has('newListener')) this.emit('newListener', name, listener.run);
    this._list(name)[first ? 'unshift' : 'push'](listener);
    return this;
  }

  on(name, run) { return this._add(name, { run }); }

  addListener(name, run) { return this.on(name, run); }

  prependListener(name, run) { return this._add(name, { run }, true); }

  prependOnceListener(name, run) { return this._add(name, { run, once: true }, true); }

  once(name, run) { return this._add(name, { run, once: true }); }

  off(name, run) {
    const list = this._list(name);
    const at = list.findIndex((l) => l.run === run);
    if (at >= 0) list.splice(at, 1);
    return this;
  }

  removeListener(name, run) { return this.off(name, run); }

  removeAllListeners(name) {
    if (name === undefined) this._events = new Map();
    else this._list(name).length = 0;
    return this;
  }

  emit(name, ...args) {
    const list = this._list(name).slice();
    if (list.length === 0 && name === 'error') throw args[0] instanceof Error ? args[0] : new Error(`Unhandled "error" event. (${args[0]})`);
    for (const l of list) {
      if (l.once) this.off(name, l.run);
      l.run.apply(this, args);
    }
    return list.length > 0;
  }

  listeners(name) { return this._list(name).map((l) => l.run); }

  rawListeners(name) { return this.listeners(name); }

  getMaxListeners() { return this._max === undefined ? 10 : this._max; }

  listenerCount(name) { return this._list(name).length; }

  eventNames() { return this._events ? Array.from(this._events.keys()).filter((k) => this._list(k).length) : []; }

  setMaxListeners(n) { Object.defineProperty(this, '_max', { value: n, writable: true, configurable: true }); return this; }
}
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.defaultMaxListeners = 10;
EventEmitter.listenerCount = (emitter, name) => emitter.listenerCount(name);
EventEmitter.once = (emitter, name) => new Promise((resolve, reject) => {
  emitter.once(name, (...args) => resolve(args));
  if (name !== 'error') emitter.once('error', reject);
});

class Stream extends EventEmitter {
  pipe(to) {
    this.on('data', (chunk) => to.write(chunk));
    this.on('end', () => to.end && to.end());
    return to;
  }

  write(chunk) { this.emit('data', chunk); return true; }

  push(chunk) { this.emit(chunk === null ? 'end' : 'data', chunk); return true; }

  end(chunk) {
    if (chunk !== undefined) this.write(chunk);
    this.emit('end');
    this.emit('finish');
  }
}

module.exports = EventEmitter;
module.exports.stream = Object.assign(Stream, { Stream, Readable: Stream, Writable: Stream, Duplex: Stream, Transform: Stream, PassThrough: Stream });
