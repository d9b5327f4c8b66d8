// Package telegramtest is a Telegram Bot API server for tests: it refuses
// what Telegram refuses, with Telegram's words, and has a user side to drive
// it.
package telegramtest
