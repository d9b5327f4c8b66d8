package message

// The texts of who may use the bot, of what is stored, of groups and channels,
// and of the bot's profile.
const (
	CommandChannels      Key = "command_channels"
	CommandPrivacy       Key = "command_privacy"
	CommandForget        Key = "command_forget"
	Refused              Key = "refused"       // ID
	RefusedGroup         Key = "refused_group" // ID
	InvitationExpired    Key = "invitation_expired"
	InvitationUsedUp     Key = "invitation_used_up"
	GroupPrivacyMode     Key = "group_privacy_mode" // Bot
	ChannelAdded         Key = "channel_added"      // Name
	ChannelNoRight       Key = "channel_no_right"
	ChannelHead          Key = "channel_head" // Name
	ChannelGone          Key = "channel_gone"
	ChannelNotYours      Key = "channel_not_yours"
	ChannelShut          Key = "channel_shut"       // ID
	ChannelUnknown       Key = "channel_unknown"    // Name
	ChannelOrConcept     Key = "channel_or_concept" // Name, How
	ChannelsTitle        Key = "channels_title"
	ChannelsNone         Key = "channels_none" // Bot
	ChannelsUnasked      Key = "channels_unasked"
	ChannelsInPrivate    Key = "channels_in_private"
	PrivacyTitle         Key = "privacy_title"
	PrivacyHere          Key = "privacy_here"
	PrivacyChat          Key = "privacy_chat"          // ID, Name, Language
	PrivacySubscriptions Key = "privacy_subscriptions" // Count
	PrivacyWatches       Key = "privacy_watches"       // Count
	PrivacySettings      Key = "privacy_settings"
	PrivacyMutes         Key = "privacy_mutes"   // Count
	PrivacyVotes         Key = "privacy_votes"   // Count
	PrivacyTold          Key = "privacy_told"    // Count
	PrivacyWaiting       Key = "privacy_waiting" // Count
	PrivacyNotes         Key = "privacy_notes"   // Count
	PrivacyGuest         Key = "privacy_guest"
	PrivacyNot           Key = "privacy_not"
	ForgetSure           Key = "forget_sure"
	Forgotten            Key = "forgotten"
	ForgottenChannel     Key = "forgotten_channel"
	ButtonPrivacy        Key = "button_privacy"
	ButtonForget         Key = "button_forget"
	ButtonForgetAll      Key = "button_forget_all"
	ButtonKeep           Key = "button_keep"
	ButtonChannels       Key = "button_channels"
	ChannelGreeting      Key = "channel_greeting"
	LanguageOfChannel    Key = "language_of_channel" // Language
	WhyHowChannel        Key = "why_how_channel"
	ProfileName          Key = "profile_name"
	ProfileAbout         Key = "profile_about"
	ProfileShort         Key = "profile_short"
)
