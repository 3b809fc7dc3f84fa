//! Buttons, menus and forms: a few words each, since a phone's button is narrow.

pub const ANOTHER: &str = "Another";
pub const READ_THE_ARTICLE: &str = "Read the article";
pub const REFLECT: &str = "Reflect";
pub const PRACTICE: &str = "Practice";
pub const PRACTICES: &str = "Practices";
pub const AFFIRMATIONS: &str = "Affirmations";
pub const THE_ORIGINAL: &str = "The original";

pub const NEXT_STEP: &str = "Next step";
pub const BACK: &str = "Back";
pub const ALL_STEPS: &str = "All steps";
pub const STEP_BY_STEP: &str = "Step by step";

pub const NEXT_PAGE: &str = "Next page";
pub const PREVIOUS_PAGE: &str = "Previous page";

pub const CHOOSE_AN_ARTICLE: &str = "Choose an article";
pub const CHOOSE_A_PRACTICE: &str = "Choose a practice";
pub const CHOOSE_A_COUNTRY: &str = "Choose a country";

pub const I_AGREE: &str = "I agree";
pub const NOT_NOW: &str = "Not now";
pub const VIEW_MINE: &str = "View mine";
pub const DELETE_THIS_ONE: &str = "Delete this one";
pub const CHOOSE_ONE: &str = "Choose one";
pub const DELETE_ALL: &str = "Delete all";
pub const FORGET_MAKER: &str = "Forget that I made them";

pub const YES_DELETE_IT: &str = "Yes, delete it";
pub const YES_DELETE_ALL: &str = "Yes, delete all";
pub const YES_WITHDRAW: &str = "Yes, withdraw";
pub const YES_REMOVE_IT: &str = "Yes, remove it";
pub const REMOVE_THIS_POST: &str = "Remove this post";
pub const POST_IT_NOW: &str = "Post it now";
pub const TRY_AGAIN: &str = "Try again";
pub const MOVE: &str = "Move to another channel";
pub const PAUSE: &str = "Pause";
pub const POST_IT_AGAIN: &str = "Post it again";
pub const IT_IS_THERE: &str = "It is there";
pub const SEEN_TO: &str = "I have seen to it";
pub const CHOOSE_A_CHANNEL: &str = "Choose a channel";
pub const KEEP_PRIVATE: &str = "Keep private";
pub const SHARE_WITH_MY_NAME: &str = "Share with my name";
pub const SHARE_WITHOUT_MY_NAME: &str = "Share without my name";
pub const TAKE_IT_BACK: &str = "Take it back";
pub const REPORT: &str = "Report";
pub const YES_REPORT_IT: &str = "Yes, report it";
pub const TAKE_IT_DOWN: &str = "Take it down";
pub const HOLD: &str = "Hold the next ones";
pub const SHOW_WHAT_WAITS: &str = "Show what waits";
pub const LET_IT_STAND: &str = "Let it stand";
pub const APPROVE: &str = "Approve";
pub const DECLINE: &str = "Decline";
pub const HOLD_NOBODY: &str = "Hold nobody any more";
pub const KEEP: &str = "No, keep it";
pub const KEEP_ALL: &str = "No, keep them";

/// The form's title, and the label of its one field.
pub const FORM_TITLE: &str = "A moment to reflect";
pub const FORM_FIELD: &str = "Your reflection";
