package message_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// A house is the code that says texts, without its tests and the keys.
type house struct {
	positions *token.FileSet
	files     []*ast.File
	keys      map[string]bool            // the names of the keys
	functions map[string][]*ast.FuncDecl // by name
	told      map[string][]string        // keys, by the name of the function that is given them, and of the field
	from      map[string][]string        // fields, by the field that is given their value
}

func readHouse(t *testing.T) house {
	t.Helper()
	h := house{positions: token.NewFileSet(), keys: map[string]bool{}, functions: map[string][]*ast.FuncDecl{}, told: map[string][]string{}, from: map[string][]string{}}
	for _, name := range keysOf(t) {
		h.keys[name] = true
	}
	for _, pattern := range []string{"*.go", "../*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v, %v", pattern, names, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "key") {
				continue
			}
			f, err := parser.ParseFile(h.positions, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			h.files = append(h.files, f)
		}
	}
	for _, f := range h.files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				h.functions[n.Name.Name] = append(h.functions[n.Name.Name], n)
			case *ast.CallExpr:
				for i, arg := range n.Args {
					at := fmt.Sprint(callee(n), i)
					h.told[at] = append(h.told[at], h.constant(arg)...)
				}
			case *ast.KeyValueExpr:
				if field, ok := n.Key.(*ast.Ident); ok {
					name := strings.ToLower(field.Name)
					h.told[name] = append(h.told[name], h.constant(n.Value)...)
					if from, ok := n.Value.(*ast.SelectorExpr); ok && h.constant(n.Value) == nil {
						h.from[name] = append(h.from[name], strings.ToLower(from.Sel.Name))
					}
				}
			}
			return true
		})
	}
	return h
}

// constant returns the key that an expression names, if it names one.
func (h house) constant(e ast.Expr) []string {
	name := ""
	switch e := e.(type) {
	case *ast.Ident:
		name = e.Name
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok && x.Name == "message" {
			name = e.Sel.Name
		}
	}
	if !h.keys[name] {
		return nil
	}
	return []string{name}
}

// used returns all keys that the code names: not in a comment or a string, nor
// as a field or method that is called alike.
func (h house) used() map[string]bool {
	used := map[string]bool{}
	for _, f := range h.files {
		for _, k := range h.within(f) {
			used[k] = true
		}
	}
	return used
}

// within returns the keys that are named within a node.
func (h house) within(node ast.Node) []string {
	var found []string
	ast.Inspect(node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			found = append(found, h.constant(n)...)
			found = append(found, h.within(n.X)...)
			return false
		case *ast.KeyValueExpr:
			found = append(found, h.within(n.Value)...)
			return false
		case *ast.FuncDecl:
			if n.Body != nil {
				found = append(found, h.within(n.Body)...)
			}
			return false
		case *ast.Field:
			return false
		case *ast.Ident:
			found = append(found, h.constant(n)...)
		}
		return true
	})
	return found
}
