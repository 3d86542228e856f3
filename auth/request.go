package auth

import "postern/auth/wire"

// Request is a request as it is about to go out. The engine builds it, a
// [Scheme] signs it, the engine sends it.
type Request = wire.Request

// Header is one header line of a [Request].
type Header = wire.Header

// Secret is a text that prints as dots wherever it might leave the program by
// accident.
type Secret = wire.Secret

// Mask stands for every secret on screen, in logs and in reports.
const Mask = wire.Mask
