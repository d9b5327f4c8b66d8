package sqlite

// moveWatches gives the watches to the new chat. Which there are and what they
// ask for stays, so that no revision is due.
func moveWatches(t *tx, from, to int64) error {
	_, err := t.exec(`UPDATE watches SET chat = ? WHERE chat = ?`, to, from)
	return err
}

// moveVotes gives the votes to the new chat. Of two of one user on one article
// the later one stays, and the new chat's if they are of one time.
func moveVotes(t *tx, from, to int64) error {
	const lesser = `DELETE FROM votes WHERE chat = ?1 AND EXISTS (SELECT 1 FROM votes AS other
		WHERE other.chat = ?2 AND other.article = votes.article AND other.user = votes.user AND other.at `
	if _, err := t.exec(lesser+`>= votes.at)`, from, to); err != nil {
		return err
	}
	if _, err := t.exec(lesser+`> votes.at)`, to, from); err != nil {
		return err
	}
	_, err := t.exec(`UPDATE votes SET chat = ? WHERE chat = ?`, to, from)
	return err
}

// moveGuest gives what is known of a chat as a guest to the new one, of which
// more may be known.
func moveGuest(t *tx, from, to int64) error {
	if _, err := t.exec(`UPDATE OR IGNORE guests SET id = ? WHERE id = ?`, to, from); err != nil {
		return err
	}
	_, err := t.exec(`DELETE FROM guests WHERE id = ?`, from)
	return err
}

// leaveMessages forgets by which messages the old chat was told: the new one
// numbers its own from the beginning.
func leaveMessages(t *tx, from, _ int64) error {
	_, err := t.exec(`UPDATE deliveries SET message_id = 0 WHERE state = 'sent' AND chat = ? AND message_id <> 0`, from)
	return err
}
