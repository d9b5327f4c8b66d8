package telegramtest

import (
	_ "embed" // the tables
	"fmt"
	"strings"
)

// The tables of the Bot API 10.1 that calls are checked against: every method
// with its parameters, and every object that can stand in them. A line at the
// margin names a method or a type, the indented lines below it are its fields:
//
//	setMyCommands
//		commands! []BotCommand
//		language_code String
//
// The test of this file writes them from the documentation.
var (
	//go:embed api/methods.txt
	methodsText string

	//go:embed api/types.txt
	typesText string

	schema = readSchema(methodsText, typesText)
)

// A table holds what the Bot API takes.
type table struct {
	methods map[string]fields // by lower-case name: Telegram does not tell getMe from getme
	types   map[string]fields
}

// fields are the parameters of a method, or the fields of an object.
type fields struct {
	name    string
	list    []field
	members []string // of a type that is one of several others

	// An object of a union is of this type when its field tag has this value.
	tag, value string
}

// A field is one of them. It holds one of its kinds: Integer, Float, String,
// Boolean, InputFile, a type of the table, or after "[]" a list of these.
type field struct {
	name     string
	kinds    []string
	required bool
}

// readSchema reads the embedded tables. It panics on a line that is none,
// which no test would let pass.
func readSchema(methods, types string) table {
	t := table{methods: map[string]fields{}, types: map[string]fields{}}
	for _, m := range readFields(methods) {
		t.methods[strings.ToLower(m.name)] = m
	}
	for _, o := range readFields(types) {
		t.types[o.name] = o
	}
	return t
}

func readFields(text string) []fields {
	var all []fields
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch indented, ok := strings.CutPrefix(line, "\t"); {
		case line == "" || strings.HasPrefix(line, "#"):
		case ok:
			name, kinds, ok := strings.Cut(indented, " ")
			if !ok || len(all) == 0 {
				panic(fmt.Sprintf("telegramtest: %q is no field", line))
			}
			name, required := strings.CutSuffix(name, "!")
			last := &all[len(all)-1]
			last.list = append(last.list, field{name: name, kinds: strings.Split(kinds, " | "), required: required})
		default:
			all = append(all, readHead(line))
		}
	}
	return all
}

// readHead reads a line at the margin: "name", "union = A | B" or
// "member tag=value".
func readHead(line string) fields {
	if name, members, ok := strings.Cut(line, " = "); ok {
		return fields{name: name, members: strings.Split(members, " | ")}
	}
	name, tagged, _ := strings.Cut(line, " ")
	tag, value, _ := strings.Cut(tagged, "=")
	return fields{name: name, tag: tag, value: value}
}

// find returns the field of that name.
func (f fields) find(name string) (field, bool) {
	for _, each := range f.list {
		if each.name == name {
			return each, true
		}
	}
	return field{}, false
}

// lists tells whether there is a field of that name.
func (f fields) lists(name string) bool {
	_, listed := f.find(name)
	return listed
}
