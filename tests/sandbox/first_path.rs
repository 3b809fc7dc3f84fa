//! The whole way once: a real client logs in, registers a command, a member types it and sees the answer.

use serenity::all::{Command, CreateInteractionResponse, CreateInteractionResponseMessage};

use crate::{bot::Bot, support::Setting};

#[tokio::test]
async fn a_member_types_a_command_and_sees_the_answer() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_says_hello(&setting).await;
    let registered = Command::get_global_commands(&bot.http).await.unwrap();
    assert_eq!(registered[0].name, "hello");

    let maya = setting.sandbox.member("maya").in_channel("general");
    let typing = maya.slash("/hello topic:the sea");
    let answering = async {
        let command = bot.next_command().await;
        let topic = command.data.options[0].value.as_str().unwrap().to_owned();
        let message = CreateInteractionResponseMessage::new()
            .content(format!("Hello, {}! So, {topic}.", command.user.name))
            .ephemeral(true);
        let response = CreateInteractionResponse::Message(message);
        command.create_response(&bot.http, response).await.unwrap();
    };
    let (seen, ()) = tokio::join!(typing, answering);
    let shown = seen.unwrap().message().unwrap();
    assert_eq!(
        shown.as_text(),
        "(only you can see this)\nHello, maya! So, the sea."
    );
    assert!(shown.is_private());
    assert_eq!(maya.reads_here().unwrap().len(), 1);
    let theo = setting.sandbox.member("theo");
    assert_eq!(theo.reads("general").unwrap().len(), 0);
    assert_eq!(setting.sandbox.record().unhandled().len(), 0);
}
