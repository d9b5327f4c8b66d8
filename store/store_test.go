package store_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

func ExampleOpen() {
	dir, err := os.MkdirTemp("", "rasad")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	s, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "rasad.db"), store.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()

	article := news.Article{ID: "0123456789abcdef", Title: "Meeting in Tehran"}
	for _, key := range []string{"guid:17", "guid:17", "guid:18"} {
		verdict, err := s.Claim(ctx, news.Claim{Keys: []string{key}, Article: article})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(key, verdict == news.New)
	}
	// Output:
	// guid:17 true
	// guid:17 false
	// guid:18 true
}
