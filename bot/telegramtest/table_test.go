package telegramtest_test

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

var update = flag.Bool("update", false, "write api/methods.txt and api/types.txt from the shared table of the Bot API")

// The Bot API's documentation as a table: what each method and type takes.
type botAPI struct {
	Version string
	Methods map[string]struct{ Fields map[string]apiField }
	Types   map[string]map[string]apiField
}

type apiField struct {
	Types    []string
	Required bool
}

// unions are the types that stand for one of several. The table has them
// without a field; their members are those that the documentation lists, or
// all whose names begin with theirs.
var unions = map[string][]string{
	"BotCommandScope": nil, "MenuButton": nil, "ReactionType": nil, "InputPaidMedia": nil, "InputProfilePhoto": nil,
	"InputStoryContent": nil, "PassportElementError": nil, "StoryAreaType": nil,
	"InlineQueryResult": nil,
	"InputMedia":        {"InputMediaAnimation", "InputMediaAudio", "InputMediaDocument", "InputMediaLivePhoto", "InputMediaPhoto", "InputMediaVideo"},
	"InputPollMedia": {"InputMediaAnimation", "InputMediaAudio", "InputMediaDocument", "InputMediaLivePhoto", "InputMediaLocation",
		"InputMediaPhoto", "InputMediaVenue", "InputMediaVideo"},
	"InputPollOptionMedia": {"InputMediaAnimation", "InputMediaLink", "InputMediaLivePhoto", "InputMediaLocation",
		"InputMediaPhoto", "InputMediaSticker", "InputMediaVenue", "InputMediaVideo"},
	"InputMessageContent": {"InputTextMessageContent", "InputLocationMessageContent", "InputVenueMessageContent",
		"InputContactMessageContent", "InputInvoiceMessageContent", "InputRichMessageContent"},
}

// TestTableIsTheBotAPIs holds the embedded table to the documentation's,
// where that is at hand.
func TestTableIsTheBotAPIs(t *testing.T) {
	api := sharedAPI(t)
	for name, want := range map[string]string{"methods.txt": methodLines(api), "types.txt": typeLines(api)} {
		path := filepath.Join("api", name)
		if *update {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%s is not what the Bot API's table says (%v): run go test -run TestTable -update", path, err)
		}
	}
}

func sharedAPI(t *testing.T) botAPI {
	folder := cmp.Or(os.Getenv("RASAD_SHARED"), filepath.Join("..", "..", "..", "shared"))
	data, err := os.ReadFile(filepath.Join(folder, "data", "telegram", "botapi.json"))
	if err != nil {
		t.Skip("no table of the Bot API at hand")
	}
	var api botAPI
	decode(t, data, &api)
	if len(api.Methods) < 100 {
		t.Fatalf("the table has %d methods", len(api.Methods))
	}
	return api
}

func methodLines(api botAPI) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# What the methods of the Telegram %s take, after https://core.telegram.org/bots/api.\n", api.Version)
	b.WriteString("# \"!\" marks what is required. Written by go test -run TestTable -update; see table.go.\n")
	for _, name := range slices.Sorted(maps.Keys(api.Methods)) {
		b.WriteString("\n" + name + "\n" + fieldLines(api.Methods[name].Fields))
	}
	return b.String()
}

// typeLines writes the types that a method's parameter can hold.
func typeLines(api botAPI) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# The objects that methods of the Telegram %s take, after https://core.telegram.org/bots/api.\n", api.Version)
	b.WriteString("# \"A = B | C\" is one of B and C. Written by go test -run TestTable -update; see table.go.\n")
	for _, name := range inputTypes(api) {
		members, isUnion := unions[name]
		if isUnion {
			b.WriteString("\n" + name + " = " + strings.Join(cmpOr(members, named(api, name)), " | ") + "\n")
			continue
		}
		b.WriteString("\n" + name + tag(name, api.Types[name]) + "\n" + fieldLines(api.Types[name]))
	}
	return b.String()
}

func cmpOr(a, b []string) []string {
	if len(a) > 0 {
		return a
	}
	return b
}

// named returns the members of a union that carry its name.
func named(api botAPI, union string) []string {
	var members []string
	for name := range api.Types {
		if strings.HasPrefix(name, union) && name != union && name != "InlineQueryResultsButton" {
			members = append(members, name)
		}
	}
	slices.Sort(members)
	return members
}

// tag writes the field by which a member of a union is told from the others,
// as "type=photo": its value is the end of the type's name.
func tag(name string, fields map[string]apiField) string {
	for union := range unions {
		end, ok := strings.CutPrefix(name, union)
		field := "type"
		if union == "PassportElementError" {
			field = "source"
		}
		if !ok || end == "" || !fields[field].Required || union == "InputMessageContent" {
			continue
		}
		if end = strings.TrimPrefix(end, "Cached"); end == "DataField" {
			end = "Data"
		}
		end = regexp.MustCompile(`([a-z0-9])([A-Z])`).ReplaceAllString(end, "${1}_${2}")
		return " " + field + "=" + strings.ToLower(end)
	}
	return ""
}

// inputTypes returns the types that stand in parameters, and in those.
func inputTypes(api botAPI) []string {
	seen := map[string]bool{}
	var visit func(kinds []string)
	visit = func(kinds []string) {
		for _, kind := range kinds {
			name := strings.TrimLeft(strings.ReplaceAll(kind, "Array of ", ""), " ")
			if _, known := api.Types[name]; !known || seen[name] || name == "InputFile" {
				continue
			}
			seen[name] = true
			if members, isUnion := unions[name]; isUnion {
				visit(cmpOr(members, named(api, name)))
			}
			for _, f := range api.Types[name] {
				visit(f.Types)
			}
		}
	}
	for _, m := range api.Methods {
		for _, f := range m.Fields {
			visit(f.Types)
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func fieldLines(fields map[string]apiField) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		mark := ""
		if fields[name].Required {
			mark = "!"
		}
		kinds := strings.ReplaceAll(strings.Join(fields[name].Types, " | "), "Array of ", "[]")
		fmt.Fprintf(&b, "\t%s%s %s\n", name, mark, kinds)
	}
	return b.String()
}

// TestEveryMethodIsChecked calls every method of the table with what it does
// not take, whether the server carries it out or not.
func TestEveryMethodIsChecked(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	table, err := os.ReadFile(filepath.Join("api", "methods.txt"))
	if err != nil {
		t.Fatal(err)
	}
	get := func(method, query string) reply {
		var r reply
		decode(t, serve(s, "GET", "/bot"+s.Token()+"/"+method+"?"+query, "", nil).Body.Bytes(), &r)
		return r
	}
	method, methods := "", 0
	for line := range strings.Lines(string(table)) {
		line = strings.TrimRight(line, "\n")
		field, isField := strings.CutPrefix(line, "\t")
		switch {
		case line == "" || line[0] == '#':
		case !isField:
			method = line
			methods++
			want := "Bad Request: " + method + ` has no parameter "no_such"; Telegram would ignore it in silence`
			if r := get(strings.ToUpper(method), "no_such=1"); r.Code != 400 || r.Description != want {
				t.Errorf("%s: %+v", method, r)
			}
		case !strings.Contains(field, "String") || strings.Contains(field, "[]"):
			name, _, _ := strings.Cut(strings.Replace(field, "!", "", 1), " ")
			r, want := get(method, name+"="+url.QueryEscape(`[{"no":`)), name
			if name == "reply_markup" {
				want = "reply keyboard markup" // in Telegram's words
			}
			if r.Code != 400 || !strings.Contains(r.Description, want) {
				t.Errorf("%s, %s: a wrong value gives %+v", method, field, r)
			}
		}
	}
	if methods < 150 {
		t.Errorf("the table has %d methods", methods)
	}
}

// TestDeepChecks gives objects that are wrong somewhere inside.
func TestDeepChecks(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	sara := s.User("Sara", "fa")
	sara.Say(sara.Private(), "/start")
	for _, row := range []struct{ method, param, value, want string }{
		{"sendMessage", "reply_markup", `{"inline_keyboard":[[{"text":"a","callback_data":"b"},{"text":"x","callback":"x"}]]}`,
			`reply_markup.inline_keyboard[0][1] of sendMessage has no field "callback"; Telegram would ignore it in silence`},
		{"sendMessage", "reply_markup", `{"inline_keyboard":[[{"callback_data":"x"}]]}`,
			`can't parse inline keyboard button: Can't find field "text"`},
		{"sendMessage", "reply_markup", `{"inline_keyboard":[{"text":"x"}]}`,
			`field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`},
		{"sendMessage", "reply_markup", `{"inline_keyboard":[[{"text":7,"callback_data":"x"}]]}`,
			`can't parse inline keyboard button: Field "text" must be of type String`},
		{"sendMessage", "reply_markup", `{"keyboard":[["a",{"text":"b","request_chat":{"request_id":1.5,"chat_is_channel":true}}]]}`,
			`can't parse keyboard button: Field "request_id" must be of type Integer`},
		{"sendMessage", "reply_markup", `{"force_reply":"yes"}`, `field "force_reply" must be of type Boolean`},
		{"sendMessage", "reply_markup", `{"selective":true}`, `can't parse reply_markup: it is none of InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply`},
		{"sendMessage", "reply_markup", `{"inline_keyboard":`, `can't parse reply keyboard markup JSON object`},
		{"sendMessage", "reply_markup", `[]`, `object expected as reply markup`},
		{"sendMessage", "reply_markup", `null`, `object expected as reply markup`},
		{"sendMessage", "reply_markup", `{"inline_keyboard":{}}`, `field "inline_keyboard" must be of type Array`},
		{"sendMessage", "reply_markup", `{"inline_keyboard":[["x"]]}`, `can't parse inline keyboard button: InlineKeyboardButton must be an Object`},
		{"sendMessage", "reply_markup", `{"keyboard":["x"]}`, `field "keyboard" must be an Array of Arrays`},
		{"sendMessage", "reply_markup", `{"keyboard":[[7]]}`, `can't parse keyboard button: KeyboardButton must be a String or an Object`},
		{"sendMessage", "link_preview_options", `{"is_disable":true}`,
			`link_preview_options of sendMessage has no field "is_disable"; Telegram would ignore it in silence`},
		{"sendMessage", "link_preview_options", `[]`, `parameter "link_preview_options" of sendMessage must be LinkPreviewOptions, not "[]"`},
		{"sendMessage", "reply_parameters", `{"allow_sending_without_reply":true}`, `can't parse reply_parameters: Can't find field "message_id"`},
		{"sendMessage", "entities", `[{"type":"text_mention","offset":0,"length":1,"user":{"id":1,"is_bot":false}}]`,
			`can't parse entities[0].user: Can't find field "first_name"`},
		{"setMyCommands", "scope", `{"type":"chat"}`, `can't parse scope: Can't find field "chat_id"`},
		{"setMyCommands", "scope", `{"type":"default","chat_id":1}`, `scope of setMyCommands has no field "chat_id"; Telegram would ignore it in silence`},
		{"setMyCommands", "scope", `{"type":"everybody"}`, `can't parse BotCommandScope: unsupported type specified`},
		{"setMyCommands", "scope", `{}`, `can't parse scope: Can't find field "type"`},
		{"setMyCommands", "commands", `[{"command":"a"}]`, `can't parse commands[0]: Can't find field "description"`},
		{"sendMediaGroup", "media", `[{"type":"photo","media":"x","thumbnail":"y"}]`,
			`media[0] of sendMediaGroup has no field "thumbnail"; Telegram would ignore it in silence`},
		{"sendMediaGroup", "media", `{"type":"photo","media":"x"}`, `parameter "media" of sendMediaGroup must be []InputMediaAudio | []InputMediaDocument | []InputMediaLivePhoto | []InputMediaPhoto | []InputMediaVideo, not "{\"type\":\"photo\",\"media\":\"x\"}"`},
		{"sendMediaGroup", "media", `[{"type":"animation","media":"x"}]`,
			`can't parse InputMedia: type "animation" can't be used in sendMediaGroup`},
		{"editMessageMedia", "media", `{"type":"sticker","media":"x"}`, `can't parse InputMedia: type "sticker" is unsupported`},
		{"setMessageReaction", "reaction", `[{"type":"star"}]`, `can't parse reaction[0]: there is no ReactionType of type "star"`},
		{"editMessageMedia", "media", `{"type":"document"}`, `can't parse media: Can't find field "media"`},
		{"setChatMenuButton", "menu_button", `{"type":"web_app","text":"x","web_app":{}}`, `can't parse menu_button.web_app: Can't find field "url"`},
		{"setMessageReaction", "reaction", `[{"type":"emoji"}]`, `can't parse reaction[0]: Can't find field "emoji"`},
		{"sendPoll", "options", `["yes"]`, `can't parse options: Field "[0]" must be of type InputPollOption`},
		{"answerInlineQuery", "results", `[{"type":"article","id":"1","title":"x","input_message_content":{"message_text":1}}]`,
			`can't parse results[0].input_message_content: Field "message_text" must be of type String`},
	} {
		p := url.Values{row.param: {row.value}}
		w := serve(s, "POST", "/bot"+s.Token()+"/"+row.method, "application/x-www-form-urlencoded", strings.NewReader(p.Encode()))
		var r reply
		if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil || r.Code != 400 || r.Description != "Bad Request: "+row.want {
			t.Errorf("%s, %s\n got %d %s\nwant %s", row.method, row.value, r.Code, r.Description, row.want)
		}
	}
}
