//! What is refused in an article or in the support file, and where it is said to be.

use crate::folder::{example, report};

const CLOSE_THE_DAY: &str =
    "1. Write down what is left to do.\n2. Put the list where you will find it tomorrow.\n";
const SAID: &str = "- I may stop before everything is done.";

/// Changes the README's article in one place; what is reported begins with line:column.
fn article_faults(from: &str, to: &str) -> Vec<String> {
    let example = example();
    assert!(
        example.article.contains(from),
        "the example has no “{from}”"
    );
    let article = example.article.replacen(from, to, 1);
    report(&[
        ("articles/a.md", article.as_bytes()),
        ("support.toml", example.support.as_bytes()),
    ])
}

fn support_faults(from: &str, to: &str) -> Vec<String> {
    let example = example();
    assert!(
        example.support.contains(from),
        "the example has no “{from}”"
    );
    let support = example.support.replacen(from, to, 1);
    report(&[
        ("articles/a.md", example.article.as_bytes()),
        ("support.toml", support.as_bytes()),
    ])
}

#[test]
#[rustfmt::skip] // one case a line
fn each_fault_of_an_article_is_found_where_it_is() {
    let long = |n: usize| "x".repeat(n);
    let cases: &[(&str, &str, &[&str])] = &[
        ("publisher =", "publischer =", &["1:1 the key `publisher` is missing", "5:1 the key `publischer` is not known"]),
        ("title = \"An Evening Without Hurry\"", "title = 7", &["2:9 `title` should be text, and is integer"]),
        ("\"Ada Example\"", "\"\"", &["4:10 `author` is empty"]),
        ("\"Ada Example\"", "\"Ada\\nExample\"", &["4:10 `author` should be one line"]),
        ("\"Ada Example\"", "\"Ada Example", &["4:"]),
        ("slug = \"evening-without-hurry\"", "slug = \"a\"\nslug = \"b\"", &["4:1 this can't be read: duplicate key"]),
        ("\"evening-without-hurry\"", "\"Evening\"", &["3:8 `Evening` can't be a slug"]),
        ("\"sleep\"", "\"Good sleep\"", &["7:19 `Good sleep` can't be a topic"]),
        ("\"sleep\"", "\"rest\"", &["7:19 the topic `rest` is named twice"]),
        ("[\"rest\", \"sleep\"]", "[]", &["7:10 `topics` is empty"]),
        ("[\"rest\", \"sleep\"]", "\"rest\"", &["7:10 `topics` should be a list"]),
        ("https://example.org/evening", "http://example.org", &["6:10 `source` is not an https link"]),
        ("source = \"https://example.org/evening\"", "original = \"yes\"", &["6:12 `original` should be true or false, and is string"]),
        ("topics =", "original = true\ntopics =", &["6:10 an original has no `source`"]),
        ("An Evening Without Hurry", &long(101), &["2:9 the title has 101 characters, where at most 100 fit"]),
        ("Mentions nights", "@everyone: nights", &["8:17 `@everyone` would be a mention in Discord"]),
        ("+++\ntitle", "title", &["1:1 the file has no front matter"]),
        ("nights without sleep.\"\n+++\n", "nights without sleep.\"\n", &["1:1 the front matter has no end"]),
        ("## Prompts", "## Promts", &["2:9 the section “Prompts” is missing", "48:1 the section “Promts” is not known"]),
        ("- What tells you that your day is over?\n", "", &["48:1 nothing stands under “Prompts”"]),
        ("## Related articles", "## Resources", &["56:1 a second section “Resources”"]),
        ("## Summary", "# Summary", &["2:9 the section “Summary” is missing", "11:1 the heading “Summary” has no place here"]),
        ("### Why evenings are short", "#### Why", &["26:1 the heading “Why” has no place here"]),
        ("### Close the day", "Say goodbye.\n\n### Close the day", &["35:1 this stands before the first practice"]),
        ("### Close the day", "### 休息", &["35:1 no slug can be made of this name"]),
        ("### Close the day", "###", &["35:1 an empty heading", "35:1 no slug"]),
        ("### Close the day", &format!("### {} {{#x}}", long(101)), &["35:1 the practice's name has 101 characters"]),
        ("{#dim-the-lights}", "{#Dim_the_lights}", &["40:1 `Dim_the_lights` can't be a slug"]),
        ("{#dim-the-lights}", "{#close-the-day}", &["40:1 the practice's slug “close-the-day” stands already at articles/a.md:35:1"]),
        (CLOSE_THE_DAY, "", &["35:1 the practice “Close the day” has no steps"]),
        ("1. An hour", "- An hour", &["42:1 the steps are not numbered"]),
        ("1. An hour", &format!("1. {}", long(221)), &["42:1 a step has"]),
        ("- I may stop", "I may stop", &["46:1 a paragraph where a list is wanted"]),
        ("- I may stop before everything is done.", "- \n- Yes.", &["46:1 an empty list entry"]),
        ("I may stop", &format!("I may <@1> {}", long(150)), &["46:1 an affirmation has", "46:9 `<@` would be a mention in Discord"]),
        ("- What tells you that your day is over?", SAID, &["50:1 the affirmation or prompt “I may stop before everything is done.” stands already at articles/a.md:46:1"]),
        ("[link](https://example.org)", "[link](javascript:alert)", &["15:47 `javascript:alert` is not an https link"]),
        ("[link](https://example.org)", "![picture](https://example.org/a.png)", &["15:47 a picture, which Discord would not show well"]),
        ("[link](https://example.org)", "<b>link</b>", &["15:47 HTML, which Discord shows as it stands", "15:54 HTML"]),
        ("- and this", "  - and this", &["31:3 a list inside a list"]),
        ("Lists are welcome:", "Lists are welcome:\n\n> or not", &["30:1 a quotation set apart with `>`"]),
        ("Lists are welcome:", "Lists are welcome:\n\n***", &["30:1 a line across the page"]),
    ];
    for (from, to, wanted) in cases {
        let found = article_faults(from, to);
        assert_eq!(found.len(), wanted.len(), "“{from}” to “{to}”: {found:#?}");
        for (found, wanted) in found.iter().zip(*wanted) {
            let wanted = format!("articles/a.md:{wanted}");
            assert!(found.starts_with(&wanted), "wanted {wanted}\nfound  {found}");
        }
    }
}

#[test]
#[rustfmt::skip] // one case a line
fn each_fault_of_the_support_file_is_found_where_it_is() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("[[international]]", "[[internationl]]", &["1:1 the key `international` is missing", "1:3 the key `internationl` is not known"]),
        ("\"NZ\"", "\"UK\"", &["10:8 `UK` is no country's code"]),
        ("\"NZ\"", "\"nz\"", &["10:8 `nz` is no country's code"]),
        ("2026-11-22", "2026-02-30", &["7:14 this can't be read"]),
        ("2026-11-22", "\"soon\"", &["7:14 `checked_on` is not a day"]),
        ("2026-11-22", "2026-11-22T10:00:00Z", &["7:14 `checked_on` is not a day"]),
        ("https://findahelpline.com", "findahelpline.com", &["5:8 `link` is not an https link"]),
        ("contact = \"call or text 1737\"", "phone = \"1737\"", &["13:1 the key `contact` is missing", "15:1 the key `phone` is not known"]),
        ("[[country.service]]", "[[country]]", &["9:1 the key `service` is missing"]),
        ("[\"English\"]", "[]", &["16:13 `languages` is empty"]),
        ("[[country]]", "[country]", &["9:1 `country` should be a table"]),
    ];
    for (from, to, wanted) in cases {
        let found = support_faults(from, to);
        assert!(
            found.len() >= wanted.len(),
            "“{from}” to “{to}”: {found:#?}"
        );
        for wanted in *wanted {
            let wanted = format!("support.toml:{wanted}");
            assert!(
                found.iter().any(|found| found.starts_with(&wanted)),
                "wanted {wanted}\nfound {found:#?}"
            );
        }
    }
}

#[test]
fn a_support_file_holds_no_more_than_a_menu_and_no_country_twice() {
    let example = example();
    let (international, country) = example.support.split_once("[[country]]").unwrap();
    let country = format!("[[country]]{country}");
    let twice = format!("{international}{country}{country}");
    let found = report(&[
        ("articles/a.md", example.article.as_bytes()),
        ("support.toml", twice.as_bytes()),
    ]);
    assert_eq!(
        found,
        ["support.toml:20:1 the country NZ stands here twice"]
    );

    let codes = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL";
    let many: String = codes
        .split(' ')
        .map(|code| country.replace("\"NZ\"", &format!("\"{code}\"")))
        .collect();
    let found = report(&[
        ("articles/a.md", example.article.as_bytes()),
        ("support.toml", format!("{international}{many}").as_bytes()),
    ]);
    assert_eq!(
        found,
        ["support.toml:1:1 26 countries, where at most 25 fit"]
    );
}

#[test]
fn an_article_too_long_for_one_answer_is_refused() {
    let part = |n: usize| format!("### Part {n}\n\n{}\n\n", "word ".repeat(190));
    let parts: String = (0..6).map(part).collect();
    let found = article_faults(
        "### Why evenings are short",
        &format!("{parts}### Why evenings are short"),
    );
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with("articles/a.md:2:9 the article has 6"),
        "{found:#?}"
    );
}

#[test]
fn lists_too_long_for_one_field_are_refused() {
    let entries = format!("- {}\n", "word ".repeat(20)).repeat(11);
    let found = article_faults("- An evening needs an end to the day's work.\n", &entries);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(
        found[0].starts_with("articles/a.md:19:1 12 entries under “Key points”"),
        "{found:#?}"
    );
    assert!(
        found[1].starts_with("articles/a.md:19:1 the key points have 12"),
        "{found:#?}"
    );
}
