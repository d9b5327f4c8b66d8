//go:build race

package chaos_test

// raceDetector tells that the race detector is at work, which takes memory of
// its own for whatever is touched.
const raceDetector = true
