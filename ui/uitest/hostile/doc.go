// Package hostile shows what postern does with input that was made to harm:
// texts that a terminal would act upon, bodies that unpack without end, JSON as
// deep as memory, servers that never stop. The rows are those of the acceptance
// table, A35 to A43, and stand in the names of the tests:
//
//	go test ./ui/uitest/hostile -v -run 'A3|A4'
//	go test ./ui/safe -run '^$' -fuzz FuzzClean -fuzztime 10m
//
// The table in docs/hostile-input.md is written from them. A row that is shown
// better where the code is names the tests there and fails when one is gone.
// It has no code of its own.
//
// A new text is a line in corpus_test.go, a new place where foreign text is
// shown a line in walk_test.go.
package hostile
