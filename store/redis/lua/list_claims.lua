-- ARGV: numbers of claims, each with its article's ID. Lists those that are not.
even_when_full()
call('ZADD', P .. 'claimed', 'NX', unpack(ARGV))
