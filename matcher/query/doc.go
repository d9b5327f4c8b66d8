// Package query is the language in which topics and watches say what they
// look for: it parses, reports what is wrong, and prints.
//
//	query     = all { ( "OR" | "|" ) all } .
//	all       = one { [ "AND" ] one } .
//	one       = not one | paragraph .
//	paragraph = sentence { "PARAGRAPH" [ not ] sentence } .
//	sentence  = near { "SENTENCE" [ not ] near } .
//	near      = count { ( "NEAR" | "ONEAR" | "NOTNEAR" ) "/" number count } .
//	count     = part [ "{" number "}" ] .
//	part      = term | "@" concept | "/" expression "/" | "(" query ")"
//	          | number "OF" "(" query { "," query } [ "," ] ")"
//	          | ( field | "first/" number ) ":" [ not ] count
//	          | filter ":" ( value | "(" value { ( "OR" | "|" ) value } ")" ) .
//	term      = [ "=" ] ( word | phrase ) [ "*" ] | "*" word | "~" ( word | phrase ) .
//	not       = "NOT" | "-" .
//	field     = "title" | "lead" | "body" .
//	filter    = "lang" | "source" | "country" | "tag" .
//
// So what binds tighter comes later in that list: {3}, NEAR, SENTENCE,
// PARAGRAPH, NOT, AND, OR, from the tightest. The operators are in upper case;
// and, or, not are words to look for. A space between two parts is AND.
//
//	تروریسم                the word in all its forms: تروریسم‌های, ضدتروریسم
//	"امنیت ملی"            a phrase: these words in a row, no punctuation between
//	امنیت ملی              both words, wherever they stand, or written as one
//	=attack  ="a phrase"   as it is written here, without other forms
//	=IS                    as above; all capitals match only capitals
//	bomb*                  any word that begins so; 3 letters at least
//	*bomb                  any word that ends so; 3 letters at least
//	w?rd                   any letter in place of ?; 3 letters at least beside it
//	~Zelensky              one letter more, less or other; 5 letters at least
//	/s-?[34]00/            a regular expression (RE2), as a last resort
//	@taliban               any name of the concept
//	(bomb OR blast) AND Kabul AND NOT film
//	attack NEAR/5 Kabul    at most 5 words between them; ONEAR in this order
//	bomb NOTNEAR/3 season  a bomb without season that near
//	bomb SENTENCE Kabul    both in one sentence; PARAGRAPH in one paragraph
//	bomb{3}                at least three times
//	2 OF (bomb, blast, @isis)
//	title:(Kabul | کابل)   in the headline only; lead: and body: alike
//	first/50:Kabul         within the first 50 words
//	lang:fa source:irna country:ir tag:agency
//
// The sides of NEAR and what stands before {3} are places in the text: terms,
// concepts, expressions, alternatives of these in parentheses, and NEAR itself.
//
// A minus inside a word is a part of it: al-Qaeda is one term. Quotation marks
// (", “ ” or « ») make a term of what would mean something to the language:
// "AND", "a, b". A phrase after ~ is one word. A comma or semicolon within a word
// is refused unless it stands between digits.
//
// The tree that Parse returns has one printed form, and that form parses to
// the same tree. Every node knows the bytes of the query it came from. Length,
// depth and repetition are bounded; what goes beyond is an error, not a stall.
//
//	ast.go     the nodes of the tree
//	lex.go     a query → signs and words
//	word.go    what a word may be: *word, w?rd, ~word, "a phrase"
//	name.go    operators with numbers, and names before a colon
//	foreign.go what other languages write, and what is misspelt: refused, with what is meant
//	regex.go   expressions, folded and bounded; misread.go: why one cannot be read
//	literal.go what must stand in what an expression finds
//	parse.go   signs and words → the tree
//	part.go    the parts that take more than a sign: NEAR, SENTENCE, OF, {3}
//	filter.go  lang:, source:, country:, tag:
//	entry.go   entries of lists and aliases, which are read more simply
//	print.go   the tree → its canonical form
//	errors.go  what is wrong, and where
package query
