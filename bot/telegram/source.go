package telegram

import (
	"errors"
	"io"
	"sync"
)

// ErrSpent is the cause of an upload made again whose source was read already
// and cannot be read again.
var ErrSpent = errors.New("it was read already and cannot be read again")

// ErrBusy is the cause of an upload made again while the attempt before it,
// whose time was over, still waits for its source.
var ErrBusy = errors.New("an attempt whose time is over still reads it")

// A File is a photo or a document to send: one that Telegram has, by its ID,
// or one to upload. It is streamed, never held in memory.
type File struct {
	// ID is the file_id that sending it before has returned. With it, nothing
	// is uploaded.
	ID string

	// Name is the name that the file has for its readers.
	Name string

	// Open starts reading the file. Every attempt to send it opens it anew and
	// closes it, so that an upload can be made again. A call does not wait for
	// a source longer than its own time: what Open or Read under way give after
	// that goes nowhere, and the file is closed once they return.
	Open func() (io.ReadCloser, error)
}

// FromReader returns a file of what r holds from here on. An attempt to send
// it again starts there again if r can seek, and else fails with ErrSpent.
// The file is for one call at a time.
func FromReader(name string, r io.Reader) File {
	f := &readOnce{r: r}
	f.seeker, _ = r.(io.Seeker)
	return File{Name: name, Open: f.open}
}

// A readOnce opens a reader for one attempt after the other.
type readOnce struct {
	r      io.Reader
	seeker io.Seeker // r too, or nil

	mu           sync.Mutex
	start        int64
	opened, busy bool
}

func (f *readOnce) open() (_ io.ReadCloser, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.busy:
		return nil, ErrBusy
	case f.opened && f.seeker == nil:
		return nil, ErrSpent
	case f.opened:
		_, err = f.seeker.Seek(f.start, io.SeekStart)
	case f.seeker != nil:
		f.start, err = f.seeker.Seek(0, io.SeekCurrent)
	}
	if err != nil {
		return nil, err
	}
	f.opened, f.busy = true, true
	return attempt{f.r, f}, nil
}

// An attempt reads a readOnce.
type attempt struct {
	io.Reader
	file *readOnce
}

func (a attempt) Close() error {
	a.file.mu.Lock()
	defer a.file.mu.Unlock()
	a.file.busy = false
	return nil
}

// A source hands a file to the library, whose goroutine may outlive the call:
// after the end of that it begins to read nothing more, and what it knows of
// the file stays as it is. All methods but those that the library calls work
// on a nil source, that of a call without an upload.
type source struct {
	file File

	mu    sync.Mutex // never held while the file is opened or read
	open  io.ReadCloser
	busy  bool // a read is under way, after which its goroutine looks at ended
	ended bool
	whole bool  // it was read to its end
	err   error // by which it failed
}

// NeedsUpload and SendData implement the library's RequestFileData.
func (s *source) NeedsUpload() bool { return true }

// SendData is never called: a source is always uploaded.
func (s *source) SendData() string { return "" }

// UploadData opens the file.
func (s *source) UploadData() (string, io.Reader, error) {
	open, err := s.file.start()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		if open != nil {
			open.Close() // it was not even read
		}
		return "", nil, io.ErrClosedPipe
	}
	s.open, s.err = open, err
	name := s.file.Name
	if name == "" {
		name = "file"
	}
	return name, reader{s}, err
}

// start opens a file to upload.
func (f File) start() (io.ReadCloser, error) {
	if f.Open == nil {
		return nil, errors.New("there is none")
	}
	open, err := f.Open()
	if err == nil && open == nil {
		err = errors.New("opening it gave none")
	}
	return open, err
}

// A reader reads a source. The library would close one that can be closed.
type reader struct{ source *source }

func (r reader) Read(p []byte) (int, error) {
	s := r.source
	if !s.begin() {
		return 0, io.ErrClosedPipe
	}
	n, err := s.open.Read(p)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy = false
	switch {
	case s.ended:
		s.open.Close() // the end could not, as it was being read
		return 0, io.ErrClosedPipe
	case err == io.EOF:
		s.whole = true
	case err != nil:
		s.err = err
	}
	return n, err
}

// begin notes that a read is under way, unless the call has ended.
func (s *source) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy = !s.ended
	return s.busy
}

// end closes the file, or leaves that to a read under way: it waits for none.
func (s *source) end() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	if s.open != nil && !s.busy {
		s.open.Close() // it was only read
	}
}

// failure returns the error by which the file failed, or nil.
func (s *source) failure() error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// sent reports whether the whole file went out: of a part of it Telegram makes
// nothing.
func (s *source) sent() bool {
	if s == nil {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.whole
}
