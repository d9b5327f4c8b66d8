package message

// The texts of settings.
const (
	CommandSettings     Key = "command_settings"
	ButtonSettings      Key = "button_settings"
	SettingsTitle       Key = "settings_title"
	SettingsSubs        Key = "settings_subs" // Count
	SettingsNoSubs      Key = "settings_no_subs"
	SettingsDigest      Key = "settings_digest"   // When
	SettingsQuiet       Key = "settings_quiet"    // Hours
	SettingsMutes       Key = "settings_mutes"    // Count
	SettingsFormat      Key = "settings_format"   // Format
	SettingsLanguage    Key = "settings_language" // Language
	SettingsZone        Key = "settings_zone"     // Zone, Time
	Off                 Key = "off"
	MomentAt            Key = "moment_at"       // Date, Time
	OptionsUnclear      Key = "options_unclear" // Given
	ButtonSubscriptions Key = "button_subscriptions"
	CommandID           Key = "command_id"
	IDChat              Key = "id_chat"   // ID
	IDThread            Key = "id_thread" // ID
	IDUser              Key = "id_user"   // ID
)

// The texts of digests and quiet hours.
const (
	CommandDigest  Key = "command_digest"
	ButtonDigest   Key = "button_digest"
	ButtonSendNow  Key = "button_send_now"
	ModeAtOnce     Key = "mode_at_once"
	ModeEveryHour  Key = "mode_every_hour"
	ModeEveryDay   Key = "mode_every_day" // Time
	ModeVarious    Key = "mode_various"
	DigestScreen   Key = "digest_screen"  // When, Zone
	DigestWaiting  Key = "digest_waiting" // Count, Moment
	DigestNothing  Key = "digest_nothing"
	DigestInQuiet  Key = "digest_in_quiet" // Times, End
	DigestSending  Key = "digest_sending"  // Count
	DigestUnclear  Key = "digest_unclear"  // Given
	CommandQuiet   Key = "command_quiet"
	ButtonQuiet    Key = "button_quiet"
	QuietHours     Key = "quiet_hours"   // From, To
	QuietOn        Key = "quiet_on"      // Hours, Zone, Time
	QuietOff       Key = "quiet_off"     // Zone, Time
	QuietUnclear   Key = "quiet_unclear" // Given
	CommandFormat  Key = "command_format"
	ButtonFormat   Key = "button_format"
	FormatFull     Key = "format_full"
	FormatCompact  Key = "format_compact"
	FormatHeadline Key = "format_headline"
	FormatTitle    Key = "format_title"   // Format
	FormatUnclear  Key = "format_unclear" // Given
)

// The texts of time zones.
const (
	CommandTimezone Key = "command_timezone"
	ButtonZone      Key = "button_zone"
	ButtonID        Key = "button_id"
	ZoneTitle       Key = "zone_title"   // Zone, Time
	ZoneUnknown     Key = "zone_unknown" // Given
	ZoneNear        Key = "zone_near"    // Zones
)

// The texts of one subscription and its filter.
const (
	SubscriptionFiltered Key = "subscription_filtered"
	ButtonFilters        Key = "button_filters"
	ButtonMute           Key = "button_mute"
	ButtonUnsubscribe    Key = "button_unsubscribe"
	UnsubscribeAsk       Key = "unsubscribe_ask" // Topic
	ButtonYesUnsubscribe Key = "button_yes_unsubscribe"
	ButtonNo             Key = "button_no"
	FilterTitle          Key = "filter_title"         // Topic
	FilterSourcesTitle   Key = "filter_sources_title" // Topic
	FilterAll            Key = "filter_all"
	FilterAny            Key = "filter_any"
	FilterLangs          Key = "filter_langs"    // Langs
	FilterSources        Key = "filter_sources"  // Sources
	FilterSeverity       Key = "filter_severity" // Severity
	FilterScore          Key = "filter_score"    // Score
	FilterFull           Key = "filter_full"
)

// The texts of mutes.
const (
	CommandMute      Key = "command_mute"
	CommandSnooze    Key = "command_snooze"
	ButtonMutes      Key = "button_mutes"
	ButtonMuteTopic  Key = "button_mute_topic"
	ButtonMuteSource Key = "button_mute_source"
	ButtonUnmute     Key = "button_unmute" // Name
	ButtonUnmuteThis Key = "button_unmute_this"
	MutesTitle       Key = "mutes_title" // Count
	MutesNone        Key = "mutes_none"
	MuteLine         Key = "mute_line" // Name, Until
	MuteHint         Key = "mute_hint" // Example
	MuteWhat         Key = "mute_what"
	MuteHowLong      Key = "mute_how_long" // Name
	MuteForever      Key = "mute_forever"
	MuteUntil        Key = "mute_until"        // Moment
	MuteSet          Key = "mute_set"          // Names, Until
	MuteEnded        Key = "mute_ended"        // Name
	MuteUnknown      Key = "mute_unknown"      // Name
	MuteTermUnclear  Key = "mute_term_unclear" // Given, Example
	MutesFull        Key = "mutes_full"
)
