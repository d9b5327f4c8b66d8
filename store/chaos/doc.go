// Package chaos holds that nothing is lost, whatever breaks. It is made of
// tests alone: they let the desk and the bot, with their real store and a
// strict Bot API server, work while something is killed, cut off, filled up or
// put out of step, and count what the readers got in the end.
//
//	world_test.go    a wire of articles, Telegram and its readers
//	wait_test.go     until they have come so far
//	count_test.go    what the readers got of it
//	worker_test.go   the process that works, and that tests kill
//	step_test.go     where a worker can be made to die
//	table_test.go    what came of it all, as docs/reliability.md has it
//
// The faults:
//
//	kill_test.go            the worker is killed: at any moment, and at every step
//	turn_test.go            it dies at the steps that not every alert meets
//	storm_test.go           the process behind many claims is killed
//	siege_test.go           the server behind a worker and many claims is killed
//	failover_test.go        a master gives way to its replica
//	stall_test.go           the worker is stopped for longer than its lease
//	disk_linux_test.go      the disk is full
//	clock_test.go           the clock jumps an hour ahead, and back
//	network_test.go         the network is slow, breaks off, swallows everything
//	poison_test.go          a message that nobody takes
//	backlog_linux_test.go   a queue of a million
//
// make test runs them in short, make chaos in full.
package chaos
