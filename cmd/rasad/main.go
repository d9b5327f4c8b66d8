// Command rasad watches news outlets, matches every new article against watch
// lists, and tells subscribers on Telegram.
//
//	main.go       from arguments to an exit code
//	config.go     the shape of config.yaml
//	load.go       config.yaml, read by viper, and every fault of it at once
//	schema.go     a YAML document held against that shape: unknown keys, wrong kinds
//	validate.go   what a shape can't say: ids, addresses, references; validate_sources.go
//	              and validate_topics.go: of these; validate_webhook.go
//	problem.go    a fault with its file, line and column
//	suggest.go    did you mean …?
//	run.go        rasad run: its flags, and what it needs
//	service.go    the service; all wiring stands here
//	status.go     what /status tells
//	alarm.go      what admins are told of sources
//	listen.go     where WebSub hubs and Telegram reach us
//	site.go       the bundled news site at many hosts, for a dry run
//	reload.go     a changed config.yaml, swapped at once or kept as it was
//	console.go    alerts on a terminal
//	demo.go       rasad demo: the play
//	stage.go      its world: a news site and a Telegram, on loopback
//	cast.go       its people, and the chats they meet the bot in
//	judge.go      what came, held against what was to come
//	check.go      rasad check
//	match.go      rasad match
//	extract.go    rasad extract
//	feed.go       rasad feed
//	links.go      rasad links
//	try.go        rasad try; try_print.go: as people read it
//	bench.go      rasad bench match; bench_feed.go and bench_extract.go: feed and extract
//	simulate.go   rasad telegram simulate: a Telegram to test any bot with
//	export.go     rasad export: a backup of the store
//	migrate.go    rasad migrate: the store in a file, to a server
//	version.go    rasad version
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit codes of every command.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	log.SetOutput(io.Discard) // net/http quotes there, at length, what odd servers send
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := execute(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// execute runs the command that args name and returns its exit code. Whatever
// goes wrong before a command has begun is wrong use.
func execute(ctx context.Context, args []string) int {
	begun := false
	root := rootCommand()
	root.PersistentPreRun = func(*cobra.Command, []string) { begun = true }
	root.SetArgs(args)
	command, err := root.ExecuteContextC(ctx)
	switch {
	case err == nil:
		return exitDone
	case !begun:
		fmt.Fprintf(os.Stderr, "rasad: %v\nSee '%s --help'.\n", err, command.CommandPath())
		return exitUsage
	}
	fmt.Fprintf(os.Stderr, "rasad: %v\n", err)
	return exitFailed
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "rasad",
		Short:         "Watch the news, and tell on Telegram",
		Long:          "rasad (رصد, observation) watches news outlets, matches every new article against\nwatch lists, and tells subscribers on Telegram: once a story, with the words that\nmatched, in their language.",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.PersistentFlags().String("config", "", "the configuration (default: config.yaml here, else the one built in)")
	root.AddCommand(runCommand(), demoCommand(), checkCommand(), matchCommand(), benchCommand(), extractCommand(), feedCommand(), linksCommand(), tryCommand(), telegramCommand(), exportCommand(), migrateCommand(), versionCommand())
	return root
}
