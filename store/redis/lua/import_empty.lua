-- ARGV: the names of keys, which go.
for i = 1, #ARGV do
  call('UNLINK', P .. ARGV[i])
end
