//! `support.toml`: where to find help, in every country and by country.

use super::fault::{File, Notes};
use super::keys::{self, Keys};
use super::model::{Country, Service, Support};
use super::report::Fault;
use super::{countries, limits};

const HELP: &str =
    "write each key on a line of its own, with its text in quotation marks: name = \"…\"";

/// Reads where to find help; what is wrong with it is added to the faults. What could not be read is left out.
pub fn read(file: &File, faults: &mut Vec<Fault>) -> Support {
    let notes = &mut Notes { file, faults };
    let mut support = Support {
        international: Vec::new(),
        countries: Vec::new(),
    };
    let start = file.text.len() - file.text.trim_start_matches('\u{feff}').len();
    let Some(table) = keys::parse(notes, start..file.text.len(), HELP) else {
        return support;
    };
    let keys = Keys {
        table: &table,
        offset: start,
        place: 0..file.text.len(),
    };
    keys.only(&["international", "country"], notes);
    support.international = services(&keys, "international", limits::INTERNATIONAL, notes);
    for keys in keys.tables("country", notes) {
        let Some(country) = country(&keys, notes) else {
            continue;
        };
        if support.country(&country.code).is_some() {
            notes.at(
                &keys.place,
                "again",
                format!("the country {} stands here twice", country.code),
                "put its services under one [[country]]",
            );
        }
        support.countries.push(country);
    }
    notes.entries(
        &keys.place,
        support.countries.len(),
        limits::COUNTRIES,
        "countries",
    );
    support.countries.sort_by(|a, b| a.name.cmp(&b.name));
    support
}

fn country(keys: &Keys<'_>, notes: &mut Notes<'_>) -> Option<Country> {
    keys.only(&["code", "name", "service"], notes);
    let code = keys.needed("code", "code = \"NZ\"", notes);
    let name = keys.needed("name", "name = \"New Zealand\"", notes);
    let services = services(keys, "service", limits::SERVICES, notes);
    if let Some(code) = code
        .as_ref()
        .filter(|code| !countries::is_code(&code.value))
    {
        notes.at(
            &code.span,
            "not a code",
            format!("`{}` is no country's code", code.value),
            "write the two capital letters of ISO 3166, such as GB or NZ",
        );
    }
    let name = name?;
    notes.length(&name, limits::NAME, "the country's name");
    Some(Country {
        code: code?.value,
        name: name.value,
        services,
    })
}

/// The services under a key, at least one.
fn services(keys: &Keys<'_>, key: &str, most: usize, notes: &mut Notes<'_>) -> Vec<Service> {
    let tables = if keys.present(key, &format!("one, beginning with [[{key}]]"), notes) {
        keys.tables(key, notes)
    } else {
        Vec::new()
    };
    notes.entries(&keys.place, tables.len(), most, "services");
    tables
        .iter()
        .filter_map(|keys| service(keys, notes))
        .collect()
}

fn service(keys: &Keys<'_>, notes: &mut Notes<'_>) -> Option<Service> {
    keys.only(
        &[
            "name",
            "contact",
            "languages",
            "link",
            "hours",
            "checked_on",
        ],
        notes,
    );
    let name = keys.needed("name", "name = \"…\"", notes);
    let contact = keys.needed("contact", "contact = \"call …\"", notes);
    let hours = keys.needed("hours", "hours = \"day and night\"", notes);
    let languages = keys.texts("languages", "languages = [\"English\"]", notes);
    let link = keys.link("link", notes);
    let checked_on = keys.date("checked_on", notes);
    for language in &languages {
        notes.length(language, limits::LANGUAGE, "the language");
    }
    notes.entries(&keys.place, languages.len(), limits::LANGUAGES, "languages");
    let lengths = [
        (&name, limits::SERVICE_NAME, "the name"),
        (&contact, limits::CONTACT, "the contact"),
        (&hours, limits::HOURS, "the hours"),
        (&link, limits::LINK, "the link"),
    ];
    for (text, most, what) in lengths {
        if let Some(text) = text {
            notes.length(text, most, what);
        }
    }
    Some(Service {
        name: name?.value,
        contact: contact?.value,
        languages: languages
            .into_iter()
            .map(|language| language.value)
            .collect(),
        link: link.map(|link| link.value),
        hours: hours?.value,
        checked_on: checked_on?,
    })
}
