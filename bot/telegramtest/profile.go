package telegramtest

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// A profileText is one of the texts that the bot shows of itself, by language.
// https://core.telegram.org/bots/api#setmyname
type profileText struct {
	key  string // of the parameter and of the result
	most int    // characters
	long string // the refusal of a longer one
}

var (
	nameText        = profileText{"name", 64, "BOT_TITLE_INVALID"}
	descriptionText = profileText{"description", 512, "description is too long: it holds at most 512 characters"}
	aboutText       = profileText{"short_description", 120, "short_description is too long: it holds at most 120 characters"}
)

func (s *Server) setMyName(q *request) (any, error) {
	if q.params["name"] == "" && q.params["language_code"] == "" {
		return nil, bad("BOT_TITLE_INVALID")
	}
	return s.setText(q, nameText)
}

func (s *Server) setMyDescription(q *request) (any, error)      { return s.setText(q, descriptionText) }
func (s *Server) setMyShortDescription(q *request) (any, error) { return s.setText(q, aboutText) }
func (s *Server) getMyName(q *request) (any, error)             { return s.getText(q, nameText) }
func (s *Server) getMyDescription(q *request) (any, error)      { return s.getText(q, descriptionText) }
func (s *Server) getMyShortDescription(q *request) (any, error) { return s.getText(q, aboutText) }

func (s *Server) setText(q *request, t profileText) (any, error) {
	text, language := q.params[t.key], q.params["language_code"]
	switch {
	case !languageCode.MatchString(language):
		return nil, bad("invalid language code specified")
	case utf8.RuneCountInString(text) > t.most:
		return nil, bad("%s", t.long)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if text == "" {
		s.setProfile(t.key+" "+language, nil)
	} else {
		s.setProfile(t.key+" "+language, text)
	}
	return true, nil
}

func (s *Server) getText(q *request, t profileText) (any, error) {
	if !languageCode.MatchString(q.params["language_code"]) {
		return nil, bad("invalid language code specified")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return map[string]string{t.key: s.text(t.key, q.params["language_code"])}, nil
}

// text returns what users of a language see.
func (s *Server) text(key, language string) string {
	for _, l := range []string{language, ""} {
		var text string
		if raw := s.profile[key+" "+l]; json.Unmarshal(raw, &text) == nil && text != "" {
			return text
		}
	}
	if key == nameText.key {
		return s.config.BotName
	}
	return ""
}

// A Profile is what the bot tells of itself.
type Profile struct {
	Name, Description, ShortDescription string
}

// Profile returns what a user with the language sees of the bot.
func (s *Server) Profile(language string) Profile {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Profile{s.text(nameText.key, language), s.text(descriptionText.key, language), s.text(aboutText.key, language)}
}

// setProfile keeps something that the bot says of itself; nil takes it back.
func (s *Server) setProfile(key string, value any) {
	raw, err := json.Marshal(value)
	if err != nil {
		panic("telegramtest: profile is not JSON: " + err.Error()) // our own types always are
	}
	if value == nil {
		delete(s.profile, key)
	} else {
		s.profile[key] = raw
	}
	s.keep(record{Profile: &profileRecord{Key: key, Value: raw}})
	s.announce()
}

func (s *Server) setMyDefaultAdministratorRights(q *request) (any, error) {
	var rights map[string]bool
	given, err := q.object("rights", &rights)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !given {
		s.setProfile(rightsKey(q), nil)
	} else {
		s.setProfile(rightsKey(q), rights)
	}
	return true, nil
}

func (s *Server) getMyDefaultAdministratorRights(q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kind := Supergroup
	if q.bool("for_channels") {
		kind = Channel
	}
	rights := map[string]bool{"is_anonymous": false}
	for _, right := range rightsIn(kind) {
		rights[right] = false
	}
	if raw := s.profile[rightsKey(q)]; raw != nil {
		if err := json.Unmarshal(raw, &rights); err != nil {
			return nil, err
		}
	}
	return rights, nil
}

func rightsKey(q *request) string {
	if q.bool("for_channels") {
		return "rights channels"
	}
	return "rights groups"
}

// A menuButton is the Bot API's MenuButton.
type menuButton struct {
	Type   string      `json:"type"`
	Text   string      `json:"text,omitempty"`
	WebApp *webAppInfo `json:"web_app,omitempty"`
}

type webAppInfo struct {
	URL string `json:"url"`
}

func (s *Server) setChatMenuButton(q *request) (any, error) {
	button := menuButton{Type: "default"}
	if _, err := q.object("menu_button", &button); err != nil {
		return nil, err
	}
	switch {
	case button.Type != "web_app":
	case strings.TrimSpace(button.Text) == "":
		return nil, bad("menu button text must be non-empty")
	case !strings.HasPrefix(button.WebApp.URL, "https://"):
		return nil, bad("menu button Web App URL '%s' is invalid: Only HTTPS links are allowed", button.WebApp.URL)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.menuKey(q)
	if err != nil {
		return nil, err
	}
	s.setProfile(key, button)
	return true, nil
}

func (s *Server) getChatMenuButton(q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.menuKey(q)
	if err != nil {
		return nil, err
	}
	for _, k := range []string{key, "menu"} {
		if raw := s.profile[k]; raw != nil {
			return raw, nil
		}
	}
	return menuButton{Type: "commands"}, nil
}

// menuButton returns the button that a private chat has. The caller holds s.mu.
func (s *Server) menuButton(c *Chat) *menuButton {
	for _, key := range []string{fmt.Sprintf("menu %d", c.id), "menu"} {
		var b menuButton
		if raw := s.profile[key]; raw != nil && json.Unmarshal(raw, &b) == nil && b.Type != "default" {
			return &b
		}
	}
	return &menuButton{Type: "commands"}
}

// menuKey returns where the menu button of a call stands: of one private
// chat, or of all.
func (s *Server) menuKey(q *request) (string, error) {
	id := q.params["chat_id"]
	if id == "" || id == "0" {
		return "menu", nil
	}
	c, err := s.chat(q)
	if err != nil {
		return "", err
	}
	if c.kind != Private {
		return "", bad("invalid chat_id specified")
	}
	return "menu " + id, nil
}
