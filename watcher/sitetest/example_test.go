package sitetest_test

import (
	"fmt"
	"net/http/httptest"
	"os"

	"github.com/rasadnews/rasad/watcher/sitetest"
)

// A site publishes its articles one by one; the sources are what a watcher
// polls meanwhile.
func Example() {
	site, err := sitetest.Load(os.DirFS("../../testdata/site"))
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(site)
	defer server.Close()

	fmt.Println(len(site.Sources(server.URL)), "sources")
	for range 2 {
		a, _ := site.PublishNext()
		fmt.Println(a.ID, a.Topics, a.Trap)
	}
	// Output:
	// 9 sources
	// copper-cable [] کابل is a cable here, not the city
	// tehran-meeting [terrorism afghanistan]
}
