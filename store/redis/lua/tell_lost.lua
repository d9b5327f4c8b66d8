-- ARGV: IDs of deliveries that are lost, of which the log tells by now.
even_when_full()
call('SREM', P .. 'lost', unpack(ARGV))
