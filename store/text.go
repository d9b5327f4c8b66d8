package store

import (
	"cmp"
	"reflect"
	"slices"
	"unicode/utf8"

	"github.com/rasadnews/rasad/store/move"
)

// valid returns a value with U+FFFD in its texts for each byte that is no UTF-8, as
// JSON has it. What the caller holds of the value is not changed.
func valid[T any](v T) T {
	if changed, is := validated(reflect.ValueOf(&v).Elem()); is {
		return changed.Interface().(T)
	}
	return v
}

// validly returns a change after which all texts are valid.
func validly[T any](change func(*T) error) func(*T) error {
	return func(v *T) error {
		err := change(v)
		*v = valid(*v)
		return err
	}
}

// validated returns a valid copy of a value, if the value is not valid itself.
func validated(v reflect.Value) (reflect.Value, bool) {
	switch v.Kind() {
	case reflect.String:
		if utf8.ValidString(v.String()) {
			return v, false
		}
		return reflect.ValueOf(move.Text(v.String())).Convert(v.Type()), true
	case reflect.Struct:
		return validParts(v, v.NumField(), func(v reflect.Value, i int) (reflect.Value, bool) {
			return v.Field(i), v.Type().Field(i).IsExported()
		})
	case reflect.Slice:
		return validParts(v, v.Len(), func(v reflect.Value, i int) (reflect.Value, bool) { return v.Index(i), true })
	case reflect.Map:
		return validMap(v)
	}
	return v, false
}

// validParts is validated for what consists of parts.
func validParts(v reflect.Value, n int, part func(v reflect.Value, i int) (reflect.Value, bool)) (reflect.Value, bool) {
	var whole reflect.Value
	for i := range n {
		p, open := part(v, i)
		if !open {
			continue
		}
		valid, changed := validated(p)
		if !changed {
			continue
		}
		if !whole.IsValid() {
			whole = reflect.New(v.Type()).Elem()
			if v.Kind() == reflect.Slice {
				whole.Set(reflect.MakeSlice(v.Type(), n, n))
				reflect.Copy(whole, v)
			} else {
				whole.Set(v)
			}
		}
		p, _ = part(whole, i)
		p.Set(valid)
	}
	if whole.IsValid() {
		return whole, true
	}
	return v, false
}

// validMap is validated for a map with texts for keys. Of keys that become the same
// one, the last counts.
func validMap(v reflect.Value) (reflect.Value, bool) {
	better, whole := false, reflect.MakeMap(v.Type())
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	for _, k := range keys {
		key, changed1 := validated(k)
		value, changed2 := validated(v.MapIndex(k))
		whole.SetMapIndex(key, value)
		better = better || changed1 || changed2
	}
	if better {
		return whole, true
	}
	return v, false
}
