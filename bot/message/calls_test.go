package message_test

import (
	"fmt"
	"go/ast"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestCallsGiveWhatTheTextsName holds that whoever says a text gives exactly
// the values that its placeholders name, and of several texts what any of them
// names.
func TestCallsGiveWhatTheTextsName(t *testing.T) {
	wants := map[string][]string{} // by the key's name
	keys := keysOf(t)
	for _, area := range areas(t, reference) {
		for k, forms := range readArea(t, reference, area).texts {
			wants[keys[k]] = placeholders(forms)
		}
	}
	house := readHouse(t)
	found := 0
	for _, call := range house.calls() {
		if call.within == "Problem" { // its values come with the problem; bot/problem_test.go says them all
			continue
		}
		if len(call.keys) == 0 {
			t.Errorf("%s: nobody sees which text is said here", call.at)
		}
		needless := call.names
		for _, k := range call.keys {
			found++
			if missing := without(wants[k], call.names); len(missing) > 0 {
				t.Errorf("%s: %s is given %v, and its text has %v", call.at, k, call.names, wants[k])
			}
			needless = without(needless, wants[k])
		}
		if len(needless) > 0 {
			t.Errorf("%s: nothing in the texts %v names %v", call.at, call.keys, needless)
		}
	}
	if found < 300 {
		t.Errorf("only %d sayings were found", found)
	}
}

// placeholders returns the names of the values in a text's forms.
func placeholders(forms map[string]string) []string {
	var names []string
	for _, text := range forms {
		for _, m := range regexp.MustCompile(`{{-? ?\.(\w+)`).FindAllStringSubmatch(text, -1) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// A saying is a call that says a text.
type saying struct {
	at, within string   // where it stands, and in which function
	keys       []string // the names of the keys that it may say
	names      []string // of the values that it gives, sorted
}

// calls returns all sayings.
func (h house) calls() []saying {
	var all []saying
	for _, alike := range h.functions {
		for _, f := range alike {
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) == 0 || callee(call) != "Say" && callee(call) != "Label" {
					return true
				}
				if ofTopic(call.Args[0]) {
					return true
				}
				s := saying{at: h.positions.Position(call.Pos()).String(), within: f.Name.Name, keys: h.resolve(call.Args[0], f, 0)}
				pairs := call.Args[1:]
				if call.Ellipsis.IsValid() {
					pairs = list(pairs[0], f)
				}
				for i := 0; i < len(pairs); i += 2 {
					s.names = append(s.names, literal(pairs[i]))
				}
				slices.Sort(s.names)
				all = append(all, s)
				return true
			})
		}
	}
	return all
}

// resolve returns the keys that an expression of a function can be.
func (h house) resolve(e ast.Expr, f *ast.FuncDecl, depth int) []string {
	if one := h.constant(e); one != nil || depth > 3 {
		return one
	}
	switch e := e.(type) {
	case *ast.CallExpr: // what it returns
		return h.returned(callee(e), depth)
	case *ast.SelectorExpr: // a field of what a table holds
		if x, ok := e.X.(*ast.Ident); ok && len(h.variable(x.Name, f, depth)) > 0 {
			return h.variable(x.Name, f, depth)
		}
		name := strings.ToLower(e.Sel.Name)
		keys := slices.Clone(h.told[name])
		for _, other := range h.from[name] {
			keys = append(keys, h.told[other]...)
		}
		return keys
	case *ast.Ident:
		return h.variable(e.Name, f, depth)
	}
	return nil
}

// variable returns the keys that a variable or parameter of a function can be.
func (h house) variable(name string, f *ast.FuncDecl, depth int) []string {
	found := map[string]bool{}
	add := func(keys []string) {
		for _, k := range keys {
			found[k] = true
		}
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			at := slices.IndexFunc(n.Lhs, func(e ast.Expr) bool { id, ok := e.(*ast.Ident); return ok && id.Name == name })
			for i, value := range n.Rhs {
				if lit, ok := value.(*ast.FuncLit); ok && i < len(n.Lhs) {
					add(h.parameter(name, fmt.Sprint(n.Lhs[i]), lit.Type))
				}
			}
			switch {
			case at < 0:
			case len(n.Rhs) == len(n.Lhs):
				add(h.resolve(n.Rhs[at], f, depth+1))
				add(h.within(n.Rhs[at]))
			default:
				add(h.resolve(n.Rhs[0], f, depth+1))
			}
		case *ast.RangeStmt:
			if id, ok := n.Value.(*ast.Ident); ok && id.Name == name {
				add(h.within(n.X))
			}
			if id, ok := n.Key.(*ast.Ident); ok && id.Name == name {
				add(h.within(n.X))
			}
		}
		return true
	})
	add(h.parameter(name, f.Name.Name, f.Type))
	return slices.Sorted(maps.Keys(found))
}

// parameter returns the keys that a function is given as one of its parameters.
func (h house) parameter(name, function string, f *ast.FuncType) []string {
	i := 0
	for _, field := range f.Params.List {
		for _, p := range field.Names {
			if p.Name == name {
				return h.told[fmt.Sprint(function, i)]
			}
			i++
		}
	}
	return nil
}

// returned returns the keys that a function returns.
func (h house) returned(name string, depth int) []string {
	var found []string
	for _, f := range h.functions[name] {
		ast.Inspect(f, func(n ast.Node) bool {
			if r, ok := n.(*ast.ReturnStmt); ok {
				for _, e := range r.Results {
					found = append(found, h.resolve(e, f, depth+1)...)
				}
			}
			return true
		})
	}
	return found
}

// callee returns the name of what is called.
func callee(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// literal returns a string that is written out.
func literal(e ast.Expr) string {
	if s, ok := e.(*ast.BasicLit); ok {
		if text, err := strconv.Unquote(s.Value); err == nil {
			return text
		}
	}
	return "?"
}

// list returns the elements of a list that a variable of a function holds.
func list(variable ast.Expr, f *ast.FuncDecl) (elements []ast.Expr) {
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok && fmt.Sprint(a.Lhs[0]) == fmt.Sprint(variable) {
			if l, ok := a.Rhs[0].(*ast.CompositeLit); ok {
				elements = l.Elts
			}
		}
		return true
	})
	return elements
}

// ofTopic tells the argument of the other method that is called Label: a
// language, for the name of a topic in it.
func ofTopic(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.CallExpr:
		return callee(e) == "Lang"
	case *ast.SelectorExpr:
		return e.Sel.Name == "lang"
	}
	return false
}
