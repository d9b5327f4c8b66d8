-- Counts how often a replica was waited for, and returns how often it was.
even_when_full()
return call('INCR', P .. 'confirmed')
