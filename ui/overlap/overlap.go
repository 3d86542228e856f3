// Package overlap tells of a run with several requests under way at once which of
// them went alone all the same, and why.
package overlap

import (
	"fmt"
	"strings"

	"postern/engine/runner"
	"postern/engine/script/reads"
	"postern/ui/words"
)

// Alone says how many of so many requests went alone, and why; "" if that is
// nothing to tell. writes is how those that write are let overlap, too.
func Alone(e runner.Ended, all int, writes string) string {
	total := 0
	var why []string
	for _, reason := range reasons(writes) {
		n := e.Alone[reason.of]
		if n == 0 {
			continue
		}
		total += n
		why = append(why, fmt.Sprintf("%d %s", n, reason.words))
	}
	if total == 0 || all < 2 {
		return ""
	}
	return fmt.Sprintf("%d of %d requests went alone: %s", total, all, strings.Join(why, ", "))
}

// Early says how many requests may have wanted a cookie that came too late; "" if
// none did. instead is what to do about it.
func Early(e runner.Ended, instead string) string {
	if e.Early == 0 {
		return ""
	}
	return fmt.Sprintf("%s went out before the answer to one in front of them had set a cookie for their host: if it is needed there, %s", words.Plural(e.Early, "request"), instead)
}

type reason struct {
	of    runner.Reason
	words string
}

// reasons are those for which requests go alone, in words.
func reasons(writes string) []reason {
	return []reason{
		{runner.FirstOfHost, "the first of a host"},
		{runner.Writes, "may change something at the server (" + writes + " lets them overlap)"},
		{runner.ReasonOf(reads.Changes), "with scripts that change variables"},
		{runner.ReasonOf(reads.Sends), "with scripts that send requests"},
		{runner.ReasonOf(reads.Steers), "with scripts that say where the run goes on"},
		{runner.ReasonOf(reads.Cookies), "with scripts that look at cookies"},
		{runner.ReasonOf(reads.Unclear), "with scripts whose effects cannot be foreseen"},
	}
}
