// Package query is the language in which topics and watches say what they
// look for: it parses, reports what is wrong, and prints.
//
//	query   = all { ( "OR" | "|" ) all } .
//	all     = one { [ "AND" ] one } .
//	one     = ( "NOT" | "-" ) one | field ":" one | "(" query ")" | "@" concept | term .
//	term    = [ "=" ] ( word | '"' words '"' ) [ "*" ] .
//	field   = "title" | "lead" | "body" .
//
// The operators are in upper case; and, or, not are words to look for. A
// space between two parts is AND, and AND binds tighter than OR.
//
//	تروریسم                the word in all its forms: تروریسم‌های, ضدتروریسم
//	"امنیت ملی"            a phrase: these words in a row, no punctuation between
//	امنیت ملی              both words, wherever they stand, or written as one
//	=attack                the word as it is written here, without other forms
//	=IS                    as above; all capitals match only capitals
//	bomb*                  any word that begins so; 3 letters at least
//	@taliban               any name of the concept
//	(bomb OR blast) AND Kabul AND NOT film
//	title:(Kabul | کابل)   in the headline only
//
// A minus inside a word is a part of it: al-Qaeda is one term. Quotation marks
// (", “ ” or « ») make a term of what would mean something to the language:
// "AND", "a, b".
//
// The tree that Parse returns has one printed form, and that form parses to
// the same tree. Every node knows the bytes of the query it came from.
package query
