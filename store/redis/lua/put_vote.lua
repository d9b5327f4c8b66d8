-- ARGV: chat, article, user, vote.
put_vote(unpack(ARGV))
