package watcher

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// What can be wrong with a page, and what that means for another try.

// unfit is a page that holds no article.
type unfit struct {
	kind   extract.Type
	reason string
}

// Error says what the page is instead, and by what one can tell.
func (u *unfit) Error() string { return fmt.Sprintf("%s: %s", u.kind, u.reason) }

// judged tells whether an error is that of a page that was read.
func judged(err error) bool { return errors.As(err, new(*unfit)) }

// permanent tells the errors that another try would only repeat.
func permanent(err error) bool {
	for _, e := range []error{fetch.ErrForbiddenAddress, fetch.ErrBadURL, fetch.ErrTooLarge, fetch.ErrRedirects, fetch.ErrNotText, fetch.ErrRobots, extract.ErrTooLarge} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// refused tells whether the server won't give us the page, as opposed to
// can't now.
func refused(err error) bool {
	status := (*fetch.StatusError)(nil)
	if !errors.As(err, &status) {
		return false
	}
	switch status.Status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return false
	}
	return status.Wall != "" || status.Status >= 400 && status.Status < 500
}

// walled tells whether it is known what the server has put before the page.
func walled(err error) bool {
	status := (*fetch.StatusError)(nil)
	return errors.As(err, &status) && status.Wall != ""
}

// passing tells whether an error may be over soon.
func passing(err error) bool {
	if page := (*unfit)(nil); errors.As(err, &page) {
		return page.kind == extract.TypeError
	}
	return !permanent(err) && !refused(err) && !errors.Is(err, errNoPart)
}

// gone tells whether what was asked for is not there, by the server's word or
// the page's.
func gone(err error) bool {
	if page := (*unfit)(nil); errors.As(err, &page) {
		return page.kind == extract.TypeSoft404
	}
	status := (*fetch.StatusError)(nil)
	return errors.As(err, &status) && status.Gone()
}

// Prospect tells in one line what becomes of an item by its page: by the type of
// one that was read, or by the error for which it was not. How much the item says
// itself is not known here.
func Prospect(t extract.Type, err error) string {
	switch {
	case err == nil && t.Use() == extract.UsePage:
		return "its text goes on to the watch lists"
	case err == nil && t == extract.TypeWall:
		return "not its text, but what its source says of it goes on: a headline by itself will do"
	case err == nil && t.Use() == extract.UseItem:
		return "not its text, but what its source says of it goes on: a title with some text; else it is " + news.NotArticle.String()
	case err == nil:
		err = &unfit{kind: t}
	}
	tries := len(waits)
	if gone(err) {
		tries = len(goneWaits)
	}
	switch {
	case gone(err) || judged(err):
		return fmt.Sprintf("it is tried again %d times, then %s", tries, news.Dropped)
	case permanent(err):
		return "it is not tried again: what its source says of it goes on, a title with some text; else it is lost"
	case refused(err):
		return "what its source says of it goes on, a title with some text; else it is tried again, and then a headline will do"
	}
	return fmt.Sprintf("it is tried again %d times; after %d tries what its source says of it goes on", tries, enoughTries)
}
