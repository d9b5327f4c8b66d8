package feed

import "strings"

// attributes calls yield with each attribute of a tag, its value decoded.
func attributes(attrs string, yield func(name, value string)) {
	for i := 0; i < len(attrs); {
		for i < len(attrs) && (blank(attrs[i]) || attrs[i] == '/') {
			i++
		}
		at := i
		for i < len(attrs) && !blank(attrs[i]) && attrs[i] != '=' {
			i++
		}
		name := attrs[at:i]
		for i < len(attrs) && blank(attrs[i]) {
			i++
		}
		if i >= len(attrs) || attrs[i] != '=' {
			if name == "" {
				i++
			}
			continue
		}
		for i++; i < len(attrs) && blank(attrs[i]); i++ {
		}
		value, next := attributeValue(attrs, i)
		i = next
		if name != "" {
			yield(name, unescape(value))
		}
	}
}

// attributeValue returns the value that begins at i, in quotation marks or
// without, and where it ends.
func attributeValue(attrs string, i int) (value string, end int) {
	if i < len(attrs) && (attrs[i] == '"' || attrs[i] == '\'') {
		n := strings.IndexByte(attrs[i+1:], attrs[i])
		if n < 0 {
			n = len(attrs) - i - 1
		}
		return attrs[i+1 : i+1+n], min(i+n+2, len(attrs))
	}
	for end = i; end < len(attrs) && !blank(attrs[end]); {
		end++
	}
	return attrs[i:end], end
}

// attribute returns the value of one attribute, whatever its prefix and case.
func attribute(attrs, name string) (value string) {
	if attrs == "" {
		return ""
	}
	attributes(attrs, func(n, v string) {
		if strings.EqualFold(n, name) || hasLocal(n, name) && !strings.Contains(name, ":") {
			value = v
		}
	})
	return value
}

func hasLocal(n, name string) bool {
	i := strings.LastIndexByte(n, ':')
	return i > 0 && !strings.EqualFold(n[:i], "xmlns") && strings.EqualFold(n[i+1:], name)
}
