//! An answer to an interaction: which kinds answer which, and what each must hold.

use serde_json::Value;

use super::{
    Fault, FormErrors, Refused, autocomplete,
    field::{integer, present},
    message, modal,
};

/// What is answered. interactions/receiving-and-responding, "Interaction Type".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A command was used.
    Command,
    /// A button was pressed or a menu chosen from.
    Component,
    /// A member types into an option of this type.
    Autocomplete {
        /// interactions/application-commands, "Application Command Option Type".
        option_type: i64,
    },
    /// A form was sent that a command had opened.
    FormOfCommand,
    /// A form was sent that a button or menu of a message had opened.
    FormOfComponent,
}

impl Asked {
    /// The numbers of the answers. interactions/receiving-and-responding, "Interaction Callback Type":
    /// 6 and 7 only where there is a message to edit, 8 for autocomplete alone, 9 not for a form.
    fn answers(self) -> &'static [i64] {
        match self {
            Self::Command => &[4, 5, 9, 10, 12],
            Self::Component => &[4, 5, 6, 7, 9, 10, 12],
            Self::Autocomplete { .. } => &[8],
            Self::FormOfCommand => &[4, 5, 10, 12],
            Self::FormOfComponent => &[4, 5, 6, 7, 10, 12],
        }
    }
}

/// How it is answered. interactions/receiving-and-responding, "Interaction Callback Type".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// 4: with a message.
    Message,
    /// 5: with a message that follows later.
    DeferredMessage,
    /// 6: with an edit of the message that follows later.
    DeferredUpdate,
    /// 7: with an edit of the message.
    Update,
    /// 8: with choices.
    Choices,
    /// 9: with a form.
    Modal,
}

/// Checks the body of an answer, and says which it is.
///
/// # Errors
/// What Discord would refuse it for.
pub fn check(body: &Value, asked: Asked) -> Result<Answer, Refused> {
    let mut errors = FormErrors::new();
    let answer = answer(&mut errors, body, asked);
    let data = body.get("data").filter(|data| !data.is_null());
    let mut shows = true;
    if let Some(answer) = answer {
        let needed = matches!(answer, Answer::Message | Answer::Choices | Answer::Modal);
        match data {
            None if needed => errors.push_at("data", Fault::required()),
            None => {}
            Some(data) => {
                shows = errors.within("data", |errors| look(errors, data, answer, asked));
            }
        }
    }
    errors.into_result()?;
    match answer {
        Some(answer) if shows => Ok(answer),
        _ => Err(Refused::Empty),
    }
}

fn answer(errors: &mut FormErrors, body: &Value, asked: Asked) -> Option<Answer> {
    let body = errors.object(body)?;
    let Some(number) = present(body, "type") else {
        errors.push_at("type", Fault::required());
        return None;
    };
    let number = integer(number).filter(|number| asked.answers().contains(number));
    let Some(number) = number else {
        errors.push_at("type", Fault::not_in_set(asked.answers()));
        return None;
    };
    match number {
        4 => Some(Answer::Message),
        5 => Some(Answer::DeferredMessage),
        6 => Some(Answer::DeferredUpdate),
        7 => Some(Answer::Update),
        8 => Some(Answer::Choices),
        9 => Some(Answer::Modal),
        _ => {
            errors.push_at("type", Fault::not_played("premium and activities"));
            None
        }
    }
}

/// Looks into the data of an answer; says whether it would show anything.
fn look(errors: &mut FormErrors, data: &Value, answer: Answer, asked: Asked) -> bool {
    match answer {
        Answer::Message => return message::fields(errors, data),
        Answer::Update => {
            message::fields(errors, data);
        }
        Answer::Modal => modal::fields(errors, data),
        Answer::Choices => {
            if let Asked::Autocomplete { option_type } = asked {
                autocomplete::fields(errors, data, option_type);
            }
        }
        // Of a deferred message Discord reads one flag, EPHEMERAL, and ignores the rest.
        Answer::DeferredMessage | Answer::DeferredUpdate => {}
    }
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{faults, faults_in};
    use super::*;

    const TYPING: Asked = Asked::Autocomplete { option_type: 3 };

    fn data_of(number: i64) -> Value {
        match number {
            8 => json!({"choices": []}),
            9 => json!({"custom_id": "m", "title": "Reflect", "components": [
                {"type": 1, "components": [{"type": 4, "custom_id": "t", "style": 1, "label": "a"}]}
            ]}),
            _ => json!({"content": "hi", "flags": 64}),
        }
    }

    #[test]
    fn each_interaction_is_answered_only_by_what_answers_it() {
        for (asked, taken) in [
            (Asked::Command, vec![4, 5, 9]),
            (Asked::Component, vec![4, 5, 6, 7, 9]),
            (TYPING, vec![8]),
            (Asked::FormOfCommand, vec![4, 5]),
            (Asked::FormOfComponent, vec![4, 5, 6, 7]),
        ] {
            for number in 1..=9 {
                let body = json!({"type": number, "data": data_of(number)});
                let found = faults(check(&body, asked).map(|_| ()));
                if taken.contains(&number) {
                    assert_eq!(found, faults_in(&[]), "{asked:?} {number}");
                } else {
                    assert_eq!(
                        found,
                        faults_in(&["type BASE_TYPE_CHOICES"]),
                        "{asked:?} {number}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_form_that_answers_a_form_is_refused_in_discords_words() {
        let body = json!({"type": 9, "data": data_of(9)});
        let refused = check(&body, Asked::FormOfComponent).expect_err("refused");
        assert_eq!(
            refused.body()["errors"]["type"]["_errors"][0]["message"],
            "Value must be one of {4, 5, 6, 7, 10, 12}."
        );
    }

    #[test]
    fn the_data_is_held_to_its_own_limits_at_its_own_path() {
        for (body, asked, fault) in [
            (
                json!({"type": 4, "data": {"content": "é".repeat(2001)}}),
                Asked::Command,
                "data.content BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"type": 4}),
                Asked::Command,
                "data BASE_TYPE_REQUIRED",
            ),
            (json!({"type": 4, "data": {}}), Asked::Command, "50006"),
            (
                json!({"data": {}}),
                Asked::Command,
                "type BASE_TYPE_REQUIRED",
            ),
            (
                json!({"type": 7, "data": {"embeds": [{}]}}),
                Asked::Component,
                "data.embeds.0.description BASE_TYPE_REQUIRED",
            ),
            (
                json!({"type": 8, "data": {"choices": [{"name": "a", "value": 1}]}}),
                TYPING,
                "data.choices.0.value STRING_TYPE_CONVERT",
            ),
            (
                json!({"type": 9, "data": {"custom_id": "m", "title": "a", "components": []}}),
                Asked::Command,
                "data.components BASE_TYPE_REQUIRED",
            ),
            (
                json!({"type": 10}),
                Asked::Command,
                "type SANDBOX_NOT_PLAYED",
            ),
        ] {
            assert_eq!(
                faults(check(&body, asked).map(|_| ())),
                faults_in(&[fault]),
                "{body}"
            );
        }
    }

    #[test]
    fn an_answer_is_named() {
        for (body, answer) in [
            (json!({"type": 5}), Answer::DeferredMessage),
            (json!({"type": 6}), Answer::DeferredUpdate),
            (
                json!({"type": 7, "data": {"components": []}}),
                Answer::Update,
            ),
        ] {
            assert_eq!(check(&body, Asked::Component), Ok(answer));
        }
    }
}
