// Package text holds what every room must agree on about text: fold, tokens,
// joints and language.
package text

import "strings"

// Fold returns s as matching sees it.
func Fold(s string) string { return strings.ToLower(s) }
