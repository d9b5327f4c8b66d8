package news

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
	"unicode/utf8"
)

// A Guest is a user or a chat that the bot may be used by, or may not.
type Guest struct {
	ID    int64      `json:"id"` // Telegram's, of the user or the chat
	Name  string     `json:"name,omitempty"`
	By    int64      `json:"by,omitempty"` // the admin who decided it, or whose invitation it was
	At    time.Time  `json:"at"`
	State GuestState `json:"state"`
}

// A GuestState says whether a guest is let in.
type GuestState string

// The states of a guest.
const (
	GuestAllowed GuestState = "allowed"
	GuestDenied  GuestState = "denied" // no invitation lets them in
)

// Validate tells what is wrong with a guest.
func (g Guest) Validate() error {
	switch {
	case g.ID == 0:
		return fmt.Errorf("guest %q has no ID", g.Name)
	case g.State != GuestAllowed && g.State != GuestDenied:
		return fmt.Errorf("guest %d: state %q: it is allowed or denied", g.ID, g.State)
	}
	return nil
}

// An Invitation lets in who brings its token, so many times and for so long.
type Invitation struct {
	// ID is what InvitationID makes of the token. The token itself is kept
	// nowhere.
	ID string `json:"id"`

	By      int64     `json:"by"`               // the admin who made it
	For     string    `json:"for,omitempty"`    // whom it is meant for, in the admin's words
	Expires time.Time `json:"expires,omitzero"` // zero: never
	Uses    int       `json:"uses"`             // left
}

// NewInvitationToken returns a token that nobody has: 26 letters and digits,
// 130 bits by chance, fit for a deep link of Telegram.
func NewInvitationToken() string { return rand.Text() }

// InvitationID returns the ID of the invitation that a token is for: its
// SHA-256.
func InvitationID(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

const mostUses = 100_000

// Validate tells what is wrong with an invitation that is to be made.
func (i Invitation) Validate() error {
	sum, err := hex.DecodeString(i.ID)
	switch {
	case err != nil || len(sum) != sha256.Size:
		return fmt.Errorf("invitation %q: its ID is made by InvitationID", i.ID)
	case i.Uses < 1 || i.Uses > mostUses:
		return fmt.Errorf("invitation for %d uses: it has from 1 to %d", i.Uses, mostUses)
	case utf8.RuneCountInString(i.For) > mostNameRunes:
		return fmt.Errorf("invitation: whom it is for takes more than %d letters", mostNameRunes)
	}
	return nil
}

// An Admission is what comes of an invitation that somebody brings.
type Admission string

// The admissions. Who was allowed before is admitted, and uses nothing up.
const (
	Admitted         Admission = "admitted"
	AdmissionUnknown Admission = "unknown" // no such invitation
	AdmissionExpired Admission = "expired"
	AdmissionUsedUp  Admission = "used up"
	AdmissionRefused Admission = "refused" // the guest was denied
)
