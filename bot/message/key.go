package message

// A Key names a text that every locale has.
type Key string

// The texts of alerts.
const (
	SeverityLow       Key = "severity_low"
	SeverityNormal    Key = "severity_normal"
	SeverityHigh      Key = "severity_high"
	SeverityCritical  Key = "severity_critical"
	Graded            Key = "graded"     // Grade
	Moment            Key = "moment"     // Date, Time, UTC
	MomentUTC         Key = "moment_utc" // Date, Time
	JustNow           Key = "just_now"
	UnderAMinute      Key = "under_a_minute"
	MinutesAgo        Key = "minutes_ago" // Count
	HoursAgo          Key = "hours_ago"   // Count
	Seen              Key = "seen"        // Moment
	Matched           Key = "matched"     // Words
	Repeat            Key = "repeat"
	Untitled          Key = "untitled"
	WatchGone         Key = "watch_gone"
	AlsoTold          Key = "also_told"           // Outlets
	AndMore           Key = "and_more"            // Count
	DigestTitle       Key = "digest_title"        // Count
	DigestTitleHourly Key = "digest_title_hourly" // Count
	DigestTitleDaily  Key = "digest_title_daily"  // Count
	DigestTitleQuiet  Key = "digest_title_quiet"  // Count
	Comma             Key = "comma"
	And               Key = "and"
)

// The texts of answers.
const (
	Welcome           Key = "welcome" // Example
	HelpTitle         Key = "help"
	HelpTopics        Key = "help_topics"
	HelpNews          Key = "help_news"
	HelpSettings      Key = "help_settings"
	HelpChat          Key = "help_chat"
	HelpOperators     Key = "help_operators"
	HelpWords         Key = "help_words" // Example
	GroupGreeting     Key = "group_greeting"
	TopicsTitle       Key = "topics_title" // Chosen, All
	NoTopics          Key = "no_topics"
	Subscribed        Key = "subscribed"         // Topics
	AlreadySubscribed Key = "already_subscribed" // Topics
	Unsubscribed      Key = "unsubscribed"       // Topics
	NotSubscribed     Key = "not_subscribed"     // Topics
	UnknownTopic      Key = "unknown_topic"      // Topic
	DidYouMean        Key = "did_you_mean"       // Topic
	Subscriptions     Key = "subscriptions"      // Count
	NoSubscriptions   Key = "no_subscriptions"
	ByOperator        Key = "by_operator"
	LatestTitle       Key = "latest_title"
	LatestNone        Key = "latest_none"
	LanguageSet       Key = "language_set"
	LanguageZoneKept  Key = "language_zone_kept" // Zone
	LanguageUnclear   Key = "language_unclear"   // Given
	LanguageAsk       Key = "language_ask"
	UnknownCommand    Key = "unknown_command"
	WordsUnclear      Key = "words_unclear" // Given, Example
	AdminsOnly        Key = "admins_only"
	AdminsHidden      Key = "admins_hidden"
	ButtonTooOld      Key = "button_too_old" // Command
	NoteGone          Key = "note_gone"
	Trouble           Key = "trouble"
	TooOften          Key = "too_often" // Count
	ButtonNext        Key = "button_next"
	ButtonBack        Key = "button_back"
	ButtonTopics      Key = "button_topics"
	ButtonLanguage    Key = "button_language" // names the other language, in that language
)

// The texts of /status and of notices to admins.
const (
	StatusTitle       Key = "status_title"
	StatusUptime      Key = "status_uptime"      // Uptime
	StatusSources     Key = "status_sources"     // All, OK
	StatusFailing     Key = "status_failing"     // Name, Reason, Times
	StatusItems       Key = "status_items"       // Number
	StatusQueue       Key = "status_queue"       // Waiting, Sent
	StatusStore       Key = "status_store"       // Articles, Chats, Subscriptions
	StatusKept        Key = "status_kept"        // Ago, Articles, Deliveries
	OldArticles       Key = "old_articles"       // Count
	OldDeliveries     Key = "old_deliveries"     // Count
	StatusKeepFailed  Key = "status_keep_failed" // Ago, Reason
	StatusProcesses   Key = "status_processes"   // Number
	StatusProcess     Key = "status_process"     // Name, Roles, Uptime
	EndAlerted        Key = "end_alerted"
	EndNoMatch        Key = "end_no_match"
	EndRepeated       Key = "end_repeated"
	EndNotArticle     Key = "end_not_article"
	EndFailed         Key = "end_failed"
	EndDropped        Key = "end_dropped"
	EndUnderWay       Key = "end_under_way"
	Days              Key = "days"                // Count
	Hours             Key = "hours"               // Count
	Minutes           Key = "minutes"             // Count
	NoticeSuspended   Key = "notice_suspended"    // Chat, Reason
	NoticeStopped     Key = "notice_stopped"      // Chat, Reason
	NoticeDoubt       Key = "notice_doubt"        // Chat, Reason
	NoticeTopicGone   Key = "notice_topic_gone"   // Chat, Reason
	NoticeSourceFails Key = "notice_source_fails" // Name, Reason
	NoticeSourceBack  Key = "notice_source_back"  // Name, Lasted
	NoticeSourceWell  Key = "notice_source_well"  // Name
	TopicClosed       Key = "topic_closed"        // Reason
	OwnerSuspended    Key = "owner_suspended"     // Chat, Reason
	OwnerTopicGone    Key = "owner_topic_gone"    // Chat, Reason
	CommandStart      Key = "command_start"
	CommandHelp       Key = "command_help"
	CommandTopics     Key = "command_topics"
	CommandSubscribe  Key = "command_subscribe"
	CommandUnsub      Key = "command_unsubscribe"
	CommandSubs       Key = "command_subscriptions"
	CommandLatest     Key = "command_latest"
	CommandStatus     Key = "command_status"
	CommandLanguage   Key = "command_language"
)
