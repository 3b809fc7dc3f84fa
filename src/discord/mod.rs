//! The only serenity and poise: commands, buttons, events, the one sender, and every sentence the bot says.
