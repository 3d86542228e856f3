// What require('chai').config sets: truncateThreshold is how long a value may be
// in a message, 0 for any length.

exports.config = { truncateThreshold: 40, includeStack: false, showDiff: true, useProxy: true };
