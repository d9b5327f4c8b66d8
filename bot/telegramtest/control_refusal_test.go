package telegramtest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

func TestControlRefuses(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	defer s.Close()
	p := hand{t, s.Site()}
	p.must("user", `{"name":"Sara"}`)
	p.must("user", `{"name":"Omid"}`)
	p.must("supergroup", `{"title":"Desk","owner":"Sara"}`)
	for _, c := range []struct {
		action, fields string
		status         int
		want           string
	}{
		{"", `{}`, 404, "an action is missing; there are add_bot"},
		{"sya", `{}`, 404, `there is no action "sya"`},
		{"say", `{"user":"Sara","txt":"x"}`, 400, `unknown field "txt"`},
		{"say", `{"user":"Sara"`, 400, "not the JSON of an action"},
		{"say", `{"user":"Sara","text":"x"} {}`, 400, "more than one JSON object"},
		{"say", `[]`, 400, "not the JSON of an action"},
		{"say", `{"text":"x"}`, 400, "the user is missing"},
		{"say", `{"user":"Nobody","text":"x"}`, 404, `there is no user "Nobody"`},
		{"say", `{"user":"Sara","chat":"Nowhere","text":"x"}`, 404, `there is no chat "Nowhere"`},
		{"say", `{"user":"Sara","text":" "}`, 409, "a message needs text"},
		{"say", `{"user":"Sara","chat":"Omid","text":"x"}`, 409, "Sara cannot write into the private chat of Omid"},
		{"edit", `{"user":"Sara","message":7,"text":"x"}`, 409, "Sara has no message 7"},
		{"press", `{"user":"Sara","button":"x"}`, 404, `there is no button "x"; the chat "Sara" is empty`},
		{"user", `{}`, 400, "the name is missing"},
		{"group", `{"title":"x"}`, 400, "the owner is missing"},
		{"group", `{"owner":"Sara"}`, 400, "the title is missing"},
		{"topic", `{"chat":"Desk"}`, 400, "the name is missing"},
		{"topic", `{"user":"Sara","name":"x"}`, 409, "only a supergroup has topics"},
		{"close_topic", `{"chat":"Desk","thread":9}`, 409, `"Desk" has no topic 9`},
		{"remove_bot", `{"user":"Sara"}`, 409, "a private chat has the bot in it"},
		{"migrate", `{"chat":"Desk"}`, 409, "only a basic group migrates"},
		{"promote", `{"user":"Omid","chat":"Desk","as":"boss"}`, 400, `there is no role "boss"`},
		{"promote", `{"user":"Omid","chat":"Desk","as":"administrator","rights":["can_fly"]}`, 409, `there is no right "can_fly"`},
		{"photo", `{"user":"Sara","content":"eA=="}`, 409, "IMAGE_PROCESS_FAILED"},
		{"document", `{"user":"Sara","name":"x"}`, 409, "file must be non-empty"},
		{"react", `{"user":"Sara","message":9}`, 409, "Sara sees no such message"},
		{"file", `{"file":"x"}`, 404, `there is no file "x"`},
		{"expect", `{"user":"Sara","regexp":"("}`, 400, "missing closing )"},
		{"expect", `{"user":"Sara","text":"x","timeout":0}`, 504, `a message of bot that says "x" did not come`},
		{"expect", `{"user":"Sara","timeout":1e9}`, 400, "a timeout is 0 to 600 seconds"},
		{"fail", `{"kind":"refuse","status":1}`, 400, "a status of this fault is 400 to 599, not 1"},
		{"fail", `{"kind":"gateway","status":99999}`, 400, "a status of this fault is 200 to 599"},
		{"fail", `{"kind":"hang","status":500}`, 400, "only a gateway and a refusal have a status"},
		{"fail", `{"kind":"flood","retry_after":-5}`, 400, "a retry_after of -5 s is over already"},
		{"fail", `{"kind":"hang","method":"sendMesage"}`, 400, `there is no method "sendMesage"`},
		{"supergroup", `{"title":"Bad","owner":"Sara","bot":"boss"}`, 400, `there is no role "boss"`},
		{"group", `{"title":"Bad","owner":"Sara","bot":"member","rights":["can_pin_messages"]}`, 400, "rights are an administrator's"},
		{"group", `{"title":"Bad","owner":"Sara","bot":"administrator","rights":["can_fly"]}`, 400, `there is no right "can_fly"`},
		{"group", `{"title":"Bad","owner":"Sara","topics":["x"]}`, 400, "only a supergroup has topics"},
		{"transcript", `{"chat":"Bad"}`, 404, `there is no chat "Bad"`}, // of none of those is anything left
		{"say", `{"user":null,"text":"x"}`, 400, "the user is missing"},
		{"say", `{"user":"Sara","thread":"one","text":"x"}`, 400, `the field "thread" cannot be a string`},
		{"advance", `{"by":"soon"}`, 400, "by is a duration"},
		{"fail", `{"kind":"fire"}`, 400, `there is no fault "fire"`},
		{"fail", `{"kind":"any","rate":2}`, 400, "a rate of 2 is no share"},
	} {
		status, answer := p.do(c.action, c.fields)
		if message, _ := answer["error"].(string); status != c.status || !strings.Contains(message, c.want) {
			t.Errorf("%s %s: %d %v, want %d %s", c.action, c.fields, status, answer, c.status, c.want)
		}
	}
	p.must("say", `{"user":"Sara","text":"still here"}`) // no lock was left
	for name, c := range map[string]struct {
		change func(*http.Request)
		want   int
	}{
		"another site": {func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		"a form":       {func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 415},
		"get":          {func(r *http.Request) { r.Method = "GET" }, 405},
	} {
		r := httptest.NewRequest("POST", "http://localhost/control/say", strings.NewReader(`{"user":"Sara","text":"x"}`))
		r.Header.Set("Content-Type", "application/json")
		c.change(r)
		w := httptest.NewRecorder()
		p.h.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", name, w.Code, c.want)
		}
	}
}
