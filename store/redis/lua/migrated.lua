-- ARGV: chat. Returns where it is after all its moves.
return last_move(ARGV[1])
