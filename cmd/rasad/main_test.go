package main

import (
	"context"
	"os"
	"testing"
)

// asProgram is the variable that turns the test binary into rasad itself, so
// that tests can start, watch and kill the real program.
const asProgram = "RASAD_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(execute(context.Background(), os.Args[1:]))
	}
	os.Exit(m.Run())
}
