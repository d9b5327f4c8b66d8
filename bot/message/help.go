package message

import "strings"

// A Help is the answer to /help: the commands by what they are for.
type Help struct {
	Groups  []HelpGroup
	Example string // a topic, in the words of the reader's language
}

// A HelpGroup is the commands that serve one end.
type HelpGroup struct {
	Title    Key
	Commands []HelpCommand
}

// A HelpCommand is a command without its slash, and the text that says what it
// does: its line in the menu of commands.
type HelpCommand struct {
	Name  string
	About Key
}

// HTML returns the answer in a language.
func (h Help) HTML(l *Locale) string {
	lines := []string{l.line(l.Say(HelpTitle))}
	for _, g := range h.Groups {
		lines = append(lines, "", l.line("<b>"+l.Say(g.Title)+"</b>"))
		for _, c := range g.Commands {
			lines = append(lines, l.own(directed("/"+c.Name, l.lang))+" — "+l.Say(c.About))
		}
	}
	return strings.Join(lines, "\n") + "\n\n" + l.Say(HelpWords, "Example", h.Example)
}
