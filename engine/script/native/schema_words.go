package native

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

func printer() *message.Printer { return message.NewPrinter(language.English) }

func rat(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}

// decimal is a number as a schema has it.
func decimal(r *big.Rat) string { return strconv.FormatFloat(rat(r), 'f', -1, 64) }

// dataPath is where in a value, as ajv writes it: ".a[0]['b c']".
func dataPath(tokens []string) string {
	plain := regexp.MustCompile(`^[A-Za-z_$][\w$]*$`)
	var b strings.Builder
	for _, t := range tokens {
		if _, err := strconv.Atoi(t); err == nil {
			b.WriteString("[" + t + "]")
		} else if plain.MatchString(t) {
			b.WriteString("." + t)
		} else {
			b.WriteString("['" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(t) + "']")
		}
	}
	return b.String()
}
