-- ARGV: now, hashes.
for _, hash in ipairs(hashes(ARGV[2])) do
  if not seen(hash) then
    put(hash)
  end
end
remember()
