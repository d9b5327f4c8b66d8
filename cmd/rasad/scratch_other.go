//go:build !linux && !darwin

package main

import (
	"io/fs"
	"os"
)

// hold tells nothing where there is no flock.
func hold(*os.File) bool { return true }

// mine takes no file for this user's, so that what a killed dry run left stays.
func mine(fs.FileInfo) bool { return false }
