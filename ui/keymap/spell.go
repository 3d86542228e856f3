package keymap

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// modifiers are those a key can have, in the order in which they are written.
func modifiers() []string { return []string{"ctrl", "alt", "shift", "meta", "hyper", "super"} }

// named are the keys with a name that every terminal sends, but for those that
// only some have (f13 and beyond, the keypad).
func named() []string {
	return []string{
		"enter", "tab", "backspace", "esc", "space", "up", "down", "left", "right", "insert", "delete",
		"pgup", "pgdown", "home", "end", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
	}
}

// otherNames are what people call keys besides.
func otherNames() map[string]string {
	return map[string]string{
		"return": "enter", "escape": "esc", "pageup": "pgup", "pagedown": "pgdown", "del": "delete", "ins": "insert",
		"control": "ctrl", "option": "alt", "cmd": "super", "command": "super", "win": "super",
	}
}

// spell returns a key that a person has written the way presses are named:
// "Ctrl+R" is "ctrl+r", "shift+g" is "G", "Escape" is "esc". ok is false if it
// is no key.
func spell(written string) (key string, ok bool) {
	rest := strings.TrimSpace(written)
	if written == " " {
		rest = "space"
	}
	mods := map[string]bool{}
	for {
		// The plus itself is a key, too: "+", "ctrl++".
		word, after, found := strings.Cut(rest, "+")
		if !found || word == "" || after == "" {
			break
		}
		word = common(word)
		if !slices.Contains(modifiers(), word) || mods[word] {
			return "", false
		}
		mods[word], rest = true, after
	}
	base := rest
	if utf8.RuneCountInString(rest) != 1 {
		if base = common(rest); !slices.Contains(named(), base) {
			return "", false
		}
	} else if r, _ := utf8.DecodeRuneInString(rest); r == utf8.RuneError || !unicode.IsGraphic(r) {
		return "", false
	}
	return joined(mods, base), true
}

func common(word string) string {
	word = strings.ToLower(word)
	if other, ok := otherNames()[word]; ok {
		return other
	}
	return word
}

// joined writes a key with its modifiers. A letter with shift alone is its
// capital, as it is typed; with ctrl, case says nothing.
func joined(mods map[string]bool, base string) string {
	low := strings.ToLower(base)
	switch letter := utf8.RuneCountInString(base) == 1; {
	case letter && len(mods) == 1 && mods["shift"]:
		return strings.ToUpper(base)
	case letter && mods["ctrl"]:
		base = low
	case letter && len(mods) > 0 && low != base:
		mods["shift"], base = true, low
	}
	var b strings.Builder
	for _, m := range modifiers() {
		if mods[m] {
			b.WriteString(m + "+")
		}
	}
	return b.String() + base
}

// plain reports whether every terminal can send a key, as opposed to those that
// arrive as another one, or not at all, where the keyboard protocol has no
// extensions: ctrl+h is backspace there, ctrl+i tab, ctrl+m and ctrl+j enter,
// and ctrl+enter does not exist.
func plain(key string) bool {
	if utf8.RuneCountInString(key) == 1 || slices.Contains(named(), key) || key == "shift+tab" {
		return true
	}
	if base, ok := strings.CutPrefix(key, "ctrl+"); ok {
		return len(base) == 1 && strings.Contains(`abcdefgklnopqrstuvwxyz\]^_`, base)
	}
	if base, ok := strings.CutPrefix(key, "alt+"); ok {
		// Escape before "[" or "O" begins a sequence.
		return len(base) == 1 && base != "[" && base != "O" ||
			slices.Contains([]string{"enter", "backspace", "up", "down", "left", "right"}, base)
	}
	return false
}
