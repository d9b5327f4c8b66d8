package message

// The texts of watches.
const (
	WatchesTitle     Key = "watches_title" // Count
	WatchesNone      Key = "watches_none"
	WatchHow         Key = "watch_how"
	WatchOf          Key = "watch_of"    // Name
	WatchQuery       Key = "watch_query" // Query
	WatchSince       Key = "watch_since" // Moment
	WatchSilent      Key = "watch_silent"
	QueryOffer       Key = "query_offer" // Query
	WatchDraft       Key = "watch_draft" // Name
	WatchUnsaved     Key = "watch_unsaved"
	WatchTried       Key = "watch_tried" // Count
	WatchTriedNone   Key = "watch_tried_none"
	WatchTriedSome   Key = "watch_tried_some"   // Count
	WatchTriedNewest Key = "watch_tried_newest" // Count
	WatchSaved       Key = "watch_saved"        // Name
	WatchDiscarded   Key = "watch_discarded"
	WatchDeleted     Key = "watch_deleted"    // Name
	WatchDeleteAsk   Key = "watch_delete_ask" // Name
	WatchUnknown     Key = "watch_unknown"    // Name
	WatchesFull      Key = "watches_full"     // Count
	WatchNameAsk     Key = "watch_name_ask"   // Name
	WatchNameKept    Key = "watch_name_kept"
	WatchNamed       Key = "watch_named" // Name
	WatchNameBad     Key = "watch_name_bad"
	QueryWrong       Key = "query_wrong" // Count
	QueryWarned      Key = "query_warned"
	QueryEnd         Key = "query_end"
)

// The texts of the archive: what is found there, and the newest.
const (
	SearchHow    Key = "search_how"
	SearchTitle  Key = "search_title" // Query
	SearchNone   Key = "search_none"
	SearchCut    Key = "search_cut"  // Count
	SearchLeft   Key = "search_left" // Count
	SearchClosed Key = "search_closed"
	LatestOf     Key = "latest_of" // Topics
	LatestWhich  Key = "latest_which"
)

// The texts under an alert, and why it came.
const (
	AlertLiked          Key = "alert_liked"
	AlertDisliked       Key = "alert_disliked"
	AlertTopicMuted     Key = "alert_topic_muted"  // Topics, Until
	AlertSourceMuted    Key = "alert_source_muted" // Source, Until
	AlertStoryMuted     Key = "alert_story_muted"  // Until
	ButtonWhy           Key = "button_why"
	ButtonMuting        Key = "button_muting"
	ButtonMuteTopicDay  Key = "button_mute_topic_day"  // Topic
	ButtonMuteSourceDay Key = "button_mute_source_day" // Source
	ButtonMuteStory     Key = "button_mute_story"
	WhyTitle            Key = "why_title"
	WhyHow              Key = "why_how"
	WhyNone             Key = "why_none"
	WhyGone             Key = "why_gone"
	WhyFound            Key = "why_found"      // Words
	WhyScore            Key = "why_score"      // Sum
	WhyScoreOf          Key = "why_score_of"   // Sum, Threshold
	WhyTerm             Key = "why_term"       // Points, Term
	WhySubscribed       Key = "why_subscribed" // Moment
	WhyConfigured       Key = "why_configured"
	WhyLeft             Key = "why_left"
	WhyPublished        Key = "why_published" // Moment
	WhySeen             Key = "why_seen"      // Moment
	WhySent             Key = "why_sent"      // Moment
	WhyTimes            Key = "why_times"     // Count
	FieldTitle          Key = "field_title"
	FieldLead           Key = "field_lead"
	FieldBody           Key = "field_body"
)

// The texts of statistics, exports, sources and shared links.
const (
	StatsTitle     Key = "stats_title"
	StatsDays      Key = "stats_days"
	StatsSources   Key = "stats_sources"
	StatsRest      Key = "stats_rest"
	StatsEmpty     Key = "stats_empty"
	StatsSpan      Key = "stats_span"  // From, To, Zone
	StatsTotal     Key = "stats_total" // Count, Days
	StatsAll       Key = "stats_all"
	StatsTwice     Key = "stats_twice"
	StatsTop       Key = "stats_top"  // Name, Count
	StatsPeak      Key = "stats_peak" // Day, Count
	StatsHow       Key = "stats_how"  // Given
	LastDays       Key = "last_days"  // Count
	FileLater      Key = "file_later"
	FileDoubt      Key = "file_doubt"
	ExportHow      Key = "export_how"
	ExportUnclear  Key = "export_unclear" // Given
	ExportDone     Key = "export_done"    // Count, From, To
	ExportCut      Key = "export_cut"
	ExportNone     Key = "export_none"
	ColumnTime     Key = "column_time"
	ColumnTopics   Key = "column_topics"
	ColumnHeadline Key = "column_headline"
	ColumnSource   Key = "column_source"
	ColumnCountry  Key = "column_country"
	ColumnGrade    Key = "column_grade"
	ColumnLang     Key = "column_lang"
	ColumnScore    Key = "column_score"
	ColumnWords    Key = "column_words"
	ColumnLead     Key = "column_lead"
	ColumnLink     Key = "column_link"
	OutletsTitle   Key = "outlets_title" // Count
	OutletsOf      Key = "outlets_of"    // Count, Word
	OutletsNone    Key = "outlets_none"  // Word
	OutletsHow     Key = "outlets_how"
	OutletWell     Key = "outlet_well"  // Moment
	OutletFails    Key = "outlet_fails" // Count, Reason
	OutletLast     Key = "outlet_last"  // Moment
	OutletNew      Key = "outlet_new"
	ShareWhich     Key = "share_which"
	ShareNothing   Key = "share_nothing"
	ShareLink      Key = "share_link"  // Name, Link
	ShareTopic     Key = "share_topic" // Topic
	ShareGone      Key = "share_gone"
)

// The labels of buttons, and the menu of commands.
const (
	ButtonSave      Key = "button_save"
	ButtonName      Key = "button_name"
	ButtonRename    Key = "button_rename"
	ButtonHear      Key = "button_hear"
	ButtonWhen      Key = "button_when"
	ButtonTryAgain  Key = "button_try_again"
	ButtonUnwatch   Key = "button_unwatch"
	ButtonYesDelete Key = "button_yes_delete"
	ButtonWatches   Key = "button_watches"
	ButtonSearch    Key = "button_search"
	ButtonLatest    Key = "button_latest"
	ButtonByTopic   Key = "button_by_topic"
	ButtonAll       Key = "button_all"
	ButtonStats     Key = "button_stats"
	ButtonExport    Key = "button_export"
	ButtonOutlets   Key = "button_outlets"
	ButtonShare     Key = "button_share"
	ButtonSendOn    Key = "button_send_on"
	ButtonTake      Key = "button_take"
	ButtonMakeWatch Key = "button_make_watch"
	ButtonReturn    Key = "button_return"
	CommandWatch    Key = "command_watch"
	CommandWatches  Key = "command_watches"
	CommandUnwatch  Key = "command_unwatch"
	CommandSearch   Key = "command_search"
	CommandWhy      Key = "command_why"
	CommandStats    Key = "command_stats"
	CommandExport   Key = "command_export"
	CommandSources  Key = "command_sources"
	CommandShare    Key = "command_share"
)

// What is wrong with a query. A, B and C are the values of the problem, in
// their order there.
const (
	ProblemEmpty       Key = "problem_empty"
	ProblemEnds        Key = "problem_ends"
	ProblemBefore      Key = "problem_before" // A
	ProblemOpen        Key = "problem_open"
	ProblemClosed      Key = "problem_closed"
	ProblemNothing     Key = "problem_nothing"
	ProblemQuote       Key = "problem_quote"
	ProblemComma       Key = "problem_comma"
	ProblemOperator    Key = "problem_operator" // A, B
	ProblemSign        Key = "problem_sign"     // A
	ProblemSigns       Key = "problem_signs"    // A
	ProblemBars        Key = "problem_bars"
	ProblemMinus       Key = "problem_minus"
	ProblemConcept     Key = "problem_concept"      // A
	ProblemConceptNear Key = "problem_concept_near" // A, B
	ProblemConceptName Key = "problem_concept_name"
	ProblemField       Key = "problem_field"      // A
	ProblemFieldNear   Key = "problem_field_near" // A, B
	ProblemAddress     Key = "problem_address"
	ProblemNear        Key = "problem_near" // A, B
	ProblemOf          Key = "problem_of"
	ProblemOfMany      Key = "problem_of_many" // Count (A), B
	ProblemShort       Key = "problem_short"   // A, Count (B)
	ProblemStar        Key = "problem_star"
	ProblemNoLetter    Key = "problem_no_letter"  // A
	ProblemUnexpected  Key = "problem_unexpected" // A
	ProblemLang        Key = "problem_lang"       // A, B
	ProblemCountry     Key = "problem_country"    // A
	ProblemLong        Key = "problem_long"       // Count (A), B
	ProblemLoose       Key = "problem_loose"
	ProblemLower       Key = "problem_lower"   // A, B
	ProblemPhrase      Key = "problem_phrase"  // A
	ProblemCommon      Key = "problem_common"  // A
	ProblemNumber      Key = "problem_number"  // A
	ProblemLetter      Key = "problem_letter"  // A
	ProblemIdle        Key = "problem_idle"    // A, B
	ProblemNever       Key = "problem_never"   // A, B, C
	ProblemBeside      Key = "problem_beside"  // A, B
	ProblemThree       Key = "problem_three"   // A
	ProblemScripts     Key = "problem_scripts" // A
	ProblemTwice       Key = "problem_twice"   // A, B
	ProblemBrace       Key = "problem_brace"
	ProblemTakes       Key = "problem_takes"      // A, B, C
	ProblemVague       Key = "problem_vague"      // A
	ProblemFuzzy       Key = "problem_fuzzy"      // A
	ProblemByTheWay    Key = "problem_by_the_way" // A, B
	ProblemEndless     Key = "problem_endless"    // A
	ProblemAlready     Key = "problem_already"    // A
	ProblemCovered     Key = "problem_covered"    // A, B
	ProblemExclusive   Key = "problem_exclusive"  // B, C
	ProblemApart       Key = "problem_apart"      // A, B
	ProblemAlien       Key = "problem_alien"      // A, B
	ProblemFirstLong   Key = "problem_first_long" // A, C
	ProblemOneOf       Key = "problem_one_of"
	ProblemStarQuoted  Key = "problem_star_quoted"
	ProblemNoQuote     Key = "problem_no_quote" // A
	ProblemUnheard     Key = "problem_unheard"  // A, B, C
	ProblemCapitals    Key = "problem_capitals" // A, B
	ProblemArabic      Key = "problem_arabic"   // A
	ProblemValue       Key = "problem_value"    // A, B
	ProblemColon       Key = "problem_colon"    // A, B
	ProblemOfForm      Key = "problem_of_form"
	ProblemRange       Key = "problem_range"    // A, B, C
	ProblemTogether    Key = "problem_together" // A, C
	ProblemFirst       Key = "problem_first"
	ProblemDeep        Key = "problem_deep" // Count (A)
	ProblemLarge       Key = "problem_large"
	ProblemLooks       Key = "problem_looks"
	ProblemAround      Key = "problem_around" // A, B
	ProblemInside      Key = "problem_inside" // A
	ProblemFilter      Key = "problem_filter" // A, C
	ProblemParagraph   Key = "problem_paragraph"
	ProblemCounts      Key = "problem_counts" // A
	ProblemSides       Key = "problem_sides"  // A
	ProblemSlash       Key = "problem_slash"
	ProblemFlags       Key = "problem_flags" // A
	ProblemRegexLong   Key = "problem_regex_long"
	ProblemRegex       Key = "problem_regex"
	ProblemEdge        Key = "problem_edge"
	ProblemRegexLoose  Key = "problem_regex_loose"
	ProblemTilde       Key = "problem_tilde"
	ProblemStarMark    Key = "problem_star_mark"  // A
	ProblemEquals      Key = "problem_equals"     // A
	ProblemPower       Key = "problem_power"      // A, B, Count (B)
	ProblemRegexOnly   Key = "problem_regex_only" // A, B, C
	ProblemOneWord     Key = "problem_one_word"   // A, B
	ProblemNowhere     Key = "problem_nowhere"
	ProblemWord        Key = "problem_word"
	ProblemAfter       Key = "problem_after" // A
	ProblemPlus        Key = "problem_plus"  // A
	ProblemLangs       Key = "problem_langs" // A, B
	ProblemMuch        Key = "problem_much"

	ProblemRegexOpen    Key = "problem_regex_open"    // A
	ProblemRegexClosed  Key = "problem_regex_closed"  // A
	ProblemRegexRepeat  Key = "problem_regex_repeat"  // A
	ProblemRegexTwice   Key = "problem_regex_twice"   // A
	ProblemRegexCount   Key = "problem_regex_count"   // A
	ProblemRegexSpan    Key = "problem_regex_span"    // A
	ProblemRegexUnknown Key = "problem_regex_unknown" // A
	ProblemSource       Key = "problem_source"        // A
	ProblemSourceNear   Key = "problem_source_near"   // A, B
	ProblemSourceNone   Key = "problem_source_none"   // A
)
