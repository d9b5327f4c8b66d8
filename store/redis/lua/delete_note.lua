-- ARGV: name.
drop_note(ARGV[1])
