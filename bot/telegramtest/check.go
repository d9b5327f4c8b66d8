package telegramtest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// check refuses what the table of the Bot API does not list: a parameter or a
// field that nobody knows, a value of another type, and the lack of what is
// required. An empty value is a parameter left out.
func (m fields) check(q *request) error {
	for _, name := range slices.Sorted(maps.Keys(q.params)) {
		f, listed := m.find(name)
		if !listed {
			return bad("%s has no parameter %q; Telegram would ignore it in silence", m.name, name)
		}
		if err := m.parameter(f, q.params[name]); err != nil {
			return err
		}
	}
	if err := m.uploads(q); err != nil {
		return err
	}
	for _, f := range m.list {
		if f.required && q.params[f.name] == "" && q.files[f.name] == nil {
			return bad("%s", missing(m.name, f.name))
		}
	}
	return nil
}

// parameter checks one parameter as it stands in a form: text, a number, or
// JSON.
func (m fields) parameter(f field, value string) error {
	wrong := bad("parameter %q of %s must be %s, not %q", f.name, m.name, article(f.kinds), abridged(value))
	switch {
	case value == "" || slices.Contains(f.kinds, "String"):
		return nil
	case slices.Contains(f.kinds, "InputFile") && !strings.HasPrefix(value, attached):
		return bad("parameter %q of %s must be an uploaded file", f.name, m.name)
	case slices.Contains(f.kinds, "InputFile"):
		return nil
	case slices.Contains(f.kinds, "Boolean"):
		if !isTrue(value) && !isFalse(value) {
			return wrong
		}
		return nil
	}
	v, err := readValue(value)
	switch {
	case f.name == "reply_markup" && err != nil:
		return bad("can't parse reply keyboard markup JSON object")
	case f.name == "reply_markup" && !f.fits(v):
		return bad("object expected as reply markup")
	case err != nil || v != nil && !f.fits(v):
		return wrong
	}
	return checker{method: m.name}.value(f.kinds, v, f.name)
}

// article writes kinds as they stand in a sentence.
func article(kinds []string) string {
	text := strings.Join(kinds, " | ")
	switch text {
	case "Integer":
		return "an Integer"
	case "Boolean", "Float", "String":
		return "a " + text
	}
	return text
}

// readValue reads one JSON value, with numbers as they are written.
func readValue(s string) (any, error) {
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("more than one value")
	}
	return v, nil
}

// fits tells whether a value has the shape of one of the field's kinds: what
// it holds is not looked at.
func (f field) fits(v any) bool {
	return slices.ContainsFunc(f.kinds, func(kind string) bool { return shaped(kind, v) })
}

func shaped(kind string, v any) bool {
	_, known := schema.types[kind]
	switch v := v.(type) {
	case string:
		return kind == "String" || kind == "KeyboardButton" // a label can stand for a plain button
	case bool:
		return kind == "Boolean"
	case json.Number:
		_, err := strconv.ParseInt(v.String(), 10, 64)
		return kind == "Float" || kind == "Integer" && err == nil
	case []any:
		return strings.HasPrefix(kind, "[]")
	case map[string]any:
		return known
	}
	return false
}

// A checker checks the JSON of one call. Errors name the path to what is
// wrong, as reply_markup.inline_keyboard[0][1].
type checker struct{ method string }

// value checks a value that is to be of one of the kinds.
func (c checker) value(kinds []string, v any, path string) error {
	fitting := slices.DeleteFunc(slices.Clone(kinds), func(kind string) bool { return !shaped(kind, v) })
	if v == nil {
		return nil
	}
	if len(fitting) == 0 {
		return bad("%s", misshapen(kinds, path))
	}
	switch v := v.(type) {
	case []any:
		for i := range fitting {
			fitting[i] = strings.TrimPrefix(fitting[i], "[]")
		}
		for i, each := range v {
			if err := c.value(fitting, each, fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
	case map[string]any:
		return c.oneOf(fitting, v, path)
	}
	return nil
}

// oneOf checks an object that is to be of one of the types.
func (c checker) oneOf(types []string, v map[string]any, path string) error {
	members := expand(types)
	if len(members) > 1 {
		var err error
		if members, err = c.choose(types, members, v, path); err != nil {
			return err
		}
	}
	var first error
	for _, m := range members {
		err := c.object(m, v, path)
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	return first
}

// expand puts the members of unions into their place.
func expand(types []string) []fields {
	var members []fields
	for _, name := range types {
		t := schema.types[name]
		if len(t.members) > 0 {
			members = append(members, expand(t.members)...)
			continue
		}
		members = append(members, t)
	}
	return members
}

// choose returns the types that an object can be: by the field that tells
// them apart, or else by a required field that it has.
func (c checker) choose(types []string, members []fields, v map[string]any, path string) ([]fields, error) {
	tag := members[0].tag
	var chosen []fields
	for _, m := range members {
		byTag := tag != "" && v[tag] == m.value
		byField := tag == "" && slices.ContainsFunc(m.list, func(f field) bool { return f.required && v[f.name] != nil })
		if byTag || byField {
			chosen = append(chosen, m)
		}
	}
	switch {
	case len(chosen) > 0:
		return chosen, nil
	case tag == "":
		return nil, bad("can't parse %s: it is none of %s", path, strings.Join(types, " | "))
	case v[tag] == nil:
		return nil, bad("can't parse %s: Can't find field %q", path, tag)
	}
	return nil, bad("%s", c.noSuchType(types, fmt.Sprint(v[tag]), path))
}

// object checks the fields of an object of one type.
func (c checker) object(t fields, v map[string]any, path string) error {
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if _, listed := t.find(name); !listed {
			return bad("%s of %s has no field %q; Telegram would ignore it in silence", path, c.method, name)
		}
	}
	for _, f := range t.list {
		switch value := v[f.name]; {
		case value != nil:
			if err := c.value(f.kinds, value, path+"."+f.name); err != nil {
				return err
			}
		case f.required:
			return bad("%s", incomplete(path, f.name))
		}
	}
	return nil
}

// abridged cuts a value that is shown in an error.
func abridged(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
