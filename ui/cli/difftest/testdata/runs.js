// Runs collections with newman, scripts and all, every connection turned to one
// recording server. Usage: node runs.js MANIFEST PORT
//
// MANIFEST is a JSON list of {collection, environment, globals, workingDir,
// data}. Before each run a GET of /mark/RUN goes to the server. A line of JSON
// goes to stdout for everything that a run did: {run, at, text}; at is the
// item's name.
'use strict';

const fs = require('fs');
const http = require('http');
const net = require('net');
const path = require('path');
const util = require('util');
const vm = require('vm');
const newman = require(path.join(process.env.POSTERN_NEWMAN, 'node_modules', 'newman'));

const [manifest, port] = [JSON.parse(fs.readFileSync(process.argv[2], 'utf8')), Number(process.argv[3])];
const most = 100; // scripts may jump for ever

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
    const options = Array.isArray(args[0]) ? args[0][0] : args[0];
    if (options && typeof options === 'object' && !options.path) {
        Object.assign(options, { host: '127.0.0.1', port, lookup: undefined, autoSelectFamily: false });
    }
    return connect.apply(this, args);
};

// The clock of scripts stands for a thousand looks, as that of the other side.
const still = { looks: 0, now: () => 1767323045678 + Math.floor(++still.looks / 1000) * 1000 };
const create = vm.createContext;
vm.createContext = (...args) => {
    const context = create(...args);
    vm.runInContext(`(now) => {
        Date.now = () => now();
        Date = Date.prototype.constructor = new Proxy(Date, {
            construct: (date, args, target) => Reflect.construct(date, args.length ? args : [now()], target),
            apply: (date) => new date(now()).toString(),
        });
    }`, context)(still.now);
    return context;
};

const inspect = (v) => util.inspect(v, { depth: 25 }); // the layout is each terminal's own
const why = (e) => `${e.name}: ${e.message}`;
const values = (scope) => Object.fromEntries(scope.values.map((v) => [v.key, v.value]));

// Auth is no part of what is compared.
function open(value) {
    if (Array.isArray(value)) {
        return value.map(open);
    }
    if (!value || typeof value !== 'object') {
        return value;
    }
    return Object.fromEntries(Object.entries(value).filter(([k]) => k !== 'auth').map(([k, v]) => [k, open(v)]));
}

function start(run) {
    if (run === manifest.length) {
        process.exit(0);
    }
    http.get(`http://mark.test/mark/${run}`, { agent: false }, (res) => res.resume().on('end', () => go(run)));
}

function go(run) {
    const input = manifest[run];
    let items = 0, at = '', scope, event, thrown = [];
    const say = (text) => fs.writeSync(1, JSON.stringify({ run, at, text }) + '\n');
    let collection = open(JSON.parse(fs.readFileSync(input.collection, 'utf8').replace(/^\uFEFF/, '')));
    if (collection.collection && !collection.info) {
        collection = collection.collection;
    }
    const runner = newman.run({
        collection, environment: input.environment, globals: input.globals, workingDir: input.workingDir,
        iterationData: input.data || undefined, insecure: true, reporters: [], timeoutRequest: 10000, timeoutScript: 5000,
    }, (err, summary) => {
        at = '';
        if (err && err.message !== 'enough') {
            say('failed ' + err.message);
        } else if (!err) {
            for (const [name, left] of Object.entries({ environment: summary.environment, globals: summary.globals, collection: { values: scope || [] } })) {
                for (const [k, v] of Object.entries(name === 'collection' ? left.values : values(left))) {
                    say(`${name} ${k} = ${typeof v === 'object' || v === undefined ? JSON.stringify(v) : v}`);
                }
            }
        }
        setImmediate(start, run + 1);
    });
    runner.on('beforeItem', (err, o) => {
        at = o.item.name;
        say('item');
        if (++items === most) {
            throw new Error('enough');
        }
    }).on('request', (err, o) => o.cursor.scriptId || say('answer ' + (err ? 'none' : o.response.code)))
        .on('assertion', (err, o) => say(`test ${o.skipped ? 'skipped' : err ? 'failed' : 'passed'}: ${o.assertion}${err ? ' | ' + why(err) : ''}`))
        .on('beforeScript', (err, o) => { event = o.event.listen; thrown = []; still.looks = 0; })
        // what a timer or a callback throws is told so, and is no error of the script
        .on('exception', (err, o) => thrown.push(`broken ${event} | ${why(o.error)}`))
        .on('script', (err, o) => {
            scope = (o.execution && o.execution.collectionVariables && values(o.execution.collectionVariables)) || scope;
            if (err) { // it is told as an exception too
                thrown = thrown.slice(0, -1);
                say(`broken ${o.event.listen} | ${why(err)}`);
            }
            thrown.forEach(say);
        })
        // postern knows no deprecated words
        .on('console', (err, o) => o.messages && !/^Using ".*is deprecated/.test(o.messages[0]) && say('console ' + o.level + ' ' + o.messages.map(inspect).join(', ')));
}

start(0);
