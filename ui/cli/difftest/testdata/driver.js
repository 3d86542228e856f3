// Runs collections with newman, one after the other, with every connection
// turned to one recording server. Usage: node driver.js MANIFEST PORT
//
// MANIFEST is a JSON list of {collection, environment, globals, workingDir}.
// A line of JSON goes to stdout for every connection ({conn, run, at}: the
// local port, the run's and the item's position) and for every request that
// ended ({end, run, at, name, error}).
'use strict';

const fs = require('fs');
const net = require('net');
const path = require('path');
const newman = require(path.join(process.env.POSTERN_NEWMAN, 'node_modules', 'newman'));

const [manifest, port] = [JSON.parse(fs.readFileSync(process.argv[2], 'utf8')), Number(process.argv[3])];
const now = { run: -1, at: -1 };
const say = (line) => fs.writeSync(1, JSON.stringify(line) + '\n');

// The host stays what it was for everything but the connection itself: the
// Host header, the choice of TLS, the server name.
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
    const options = Array.isArray(args[0]) ? args[0][0] : args[0];
    if (options && typeof options === 'object' && !options.path) {
        Object.assign(options, { host: '127.0.0.1', port, lookup: undefined, autoSelectFamily: false });
        const { run, at } = now;
        this.once('connect', () => say({ conn: this.localPort, run, at }));
    }
    return connect.apply(this, args);
};

// Scripts are no part of what is compared.
function unscripted(value) {
    if (Array.isArray(value)) {
        return value.map(unscripted);
    }
    if (!value || typeof value !== 'object') {
        return value;
    }
    const out = {};
    for (const [k, v] of Object.entries(value)) {
        const script = k === 'event' && Array.isArray(v) && v.some((e) => e && e.listen) ||
            k === 'preRequestScript' || k === 'tests';
        if (!script) {
            out[k] = unscripted(v);
        }
    }
    return out;
}

function next(run) {
    if (run === manifest.length) {
        process.exit(0);
    }
    const input = manifest[run];
    const text = fs.readFileSync(input.collection, 'utf8').replace(/^\uFEFF/, '');
    let collection = unscripted(JSON.parse(text));
    if (collection.collection && !collection.info) {
        collection = collection.collection;
    }
    now.run = run;
    let seen = -1;
    newman.run({
        collection,
        environment: input.environment,
        globals: input.globals,
        workingDir: input.workingDir,
        insecure: true,
        reporters: [],
        timeoutRequest: 10000,
    }, (err) => {
        if (err) {
            say({ failed: String(err.message || err), run });
        }
        setImmediate(next, run + 1);
    }).on('beforeItem', () => {
        now.at = ++seen;
    }).on('request', (err, args) => {
        say({ end: true, run, at: now.at, name: args.item && args.item.name, error: err ? String(err.message || err) : undefined });
    });
}

next(0);
