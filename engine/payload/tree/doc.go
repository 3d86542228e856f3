// Package tree is a JSON body as rows that fold, over the bytes as they came.
//
// An [Index] reads a body once, in the background, also while it still
// arrives, and remembers a place in every 8 KiB and the containers that hold
// such a place: less than a hundredth of what ordinary JSON takes, and never
// more than a thirtieth of any. Every row is found again by reading the few
// kilobytes from the place before it. Nothing is decoded: numbers, escapes
// and duplicate keys are what was sent.
//
// A [View] is an index with some containers folded. It is a
// [payload.Document], counts its rows without walking them, and folds by
// level without reading. A [Path] says where a row is.
//
// The rows are those of the document laid out: one for each scalar and each
// empty container, two for the brackets of every other.
//
// What is nested deeper than 500 levels ends in [payload.ErrTooDeep], what is
// not JSON in a [*payload.SyntaxError]: the rows before stay good, and the
// body is better shown as text.
//
// To show a row in another way, begin from [Row]: it has the places of key
// and value in the body. The package knows no screen and makes no bytes safe
// for one.
package tree
