package telegramtest

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// mostCommands is how many commands one scope and language can have.
const mostCommands = 100

// A Command is one line of the bot's menu of commands.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

var (
	commandName  = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	languageCode = regexp.MustCompile(`^([a-z]{2})?$`)
)

// commandScope is the Bot API's BotCommandScope.
type commandScope struct {
	Type   string `json:"type"`
	ChatID any    `json:"chat_id"`
	UserID int64  `json:"user_id"`
}

func (s *Server) setMyCommands(q *request) (any, error) {
	var commands []Command
	if _, err := q.object("commands", &commands); err != nil {
		return nil, err
	}
	if len(commands) > mostCommands {
		return nil, bad("too much commands")
	}
	for i, c := range commands {
		commands[i].Command = strings.TrimPrefix(c.Command, "/")
		switch n := utf8.RuneCountInString(c.Description); {
		case c.Command == "":
			return nil, bad("can't parse BotCommand: Command name must be non-empty")
		case !commandName.MatchString(commands[i].Command):
			return nil, bad("BOT_COMMAND_INVALID")
		case n < 1 || n > 256:
			return nil, bad("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	return s.withScope(q, func(key string) any {
		s.commands[key] = commands
		s.keepMenu(key)
		return true
	})
}

func (s *Server) deleteMyCommands(q *request) (any, error) {
	return s.withScope(q, func(key string) any {
		delete(s.commands, key)
		s.keepMenu(key)
		return true
	})
}

func (s *Server) getMyCommands(q *request) (any, error) {
	return s.withScope(q, func(key string) any {
		return append([]Command{}, s.commands[key]...)
	})
}

// withScope does something to the commands of the scope and language that a
// call names.
func (s *Server) withScope(q *request, do func(key string) any) (any, error) {
	scope := commandScope{Type: "default"}
	if _, err := q.object("scope", &scope); err != nil {
		return nil, err
	}
	if !languageCode.MatchString(q.params["language_code"]) {
		return nil, bad("invalid language code specified")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch scope.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
	case "chat", "chat_administrators", "chat_member":
		c, err := s.chat(&request{params: map[string]string{"chat_id": plain(scope.ChatID)}})
		if err != nil {
			return nil, err
		}
		scope.ChatID = c.id
		if scope.Type == "chat_member" && s.users[scope.UserID] == nil {
			return nil, bad("invalid user_id specified")
		}
	default:
		return nil, bad("can't parse BotCommandScope: unsupported type specified")
	}
	return do(scopeKey(scope, q.params["language_code"])), nil
}

func scopeKey(c commandScope, language string) string {
	return fmt.Sprintf("%s %s %d %s", c.Type, plain(c.ChatID), c.UserID, language)
}

// plain writes a chat_id that stands in JSON the way a form has it.
func plain(id any) string {
	switch id := id.(type) {
	case nil:
		return ""
	case float64:
		return fmt.Sprintf("%.0f", id)
	}
	return fmt.Sprint(id)
}

// Commands returns the menu that a user with the language sees in a private
// chat: the most fitting of those that the bot has set.
func (s *Server) Commands(language string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commandsOf(language, commandScope{Type: "all_private_chats"}, commandScope{Type: "default"})
}

// menuFor returns the menu that a user sees in a chat, where the narrower
// scope goes first.
// https://core.telegram.org/bots/api#determining-list-of-commands
func (s *Server) menuFor(c *Chat, u *User) []Command {
	here := float64(c.id)
	scopes := []commandScope{{Type: "chat", ChatID: here}, {Type: "all_private_chats"}, {Type: "default"}}
	switch {
	case c.kind == Channel || c.kind != Private && !c.bot.inside():
		return nil
	case c.kind != Private && c.members[u.id].leads():
		scopes = []commandScope{
			{Type: "chat_member", ChatID: here, UserID: u.id}, {Type: "chat_administrators", ChatID: here}, {Type: "chat", ChatID: here},
			{Type: "all_chat_administrators"}, {Type: "all_group_chats"}, {Type: "default"},
		}
	case c.kind != Private:
		scopes = []commandScope{
			{Type: "chat_member", ChatID: here, UserID: u.id}, {Type: "chat", ChatID: here}, {Type: "all_group_chats"}, {Type: "default"},
		}
	}
	return s.commandsOf(u.lang, scopes...)
}

// commandsOf returns the commands of the first scope that has some, in the
// language or in none. The caller holds s.mu.
func (s *Server) commandsOf(language string, scopes ...commandScope) []Command {
	for _, scope := range scopes {
		for _, l := range []string{language, ""} {
			if c := s.commands[scopeKey(scope, l)]; len(c) > 0 {
				return append([]Command(nil), c...)
			}
		}
	}
	return nil
}
