//! The weeks as a bar chart in a PNG: two rows of bars over the same Mondays, each bar with its number, large
//! enough to be read on a phone, on a ground of its own that is the same in a light and a dark Discord.

use std::io::Write;

use anyhow::anyhow;
use chrono::{Datelike, NaiveDate};
use plotters::{
    backend::BitMapBackend,
    coord::Shift,
    drawing::{DrawingArea, IntoDrawingArea},
    element::Rectangle,
    style::{
        Color, FontStyle, IntoFont, RGBColor, TextStyle, register_font,
        text_anchor::{HPos, Pos, VPos},
    },
};

use crate::{
    discord::words::insights as words,
    store::{People, WeekCount},
};

/// Its licence is beside it.
const FONT: &[u8] = include_bytes!("chart/DejaVuSans.ttf");
const FAMILY: &str = "chart";

const WIDTH: u32 = 800;
const HEIGHT: u32 = 600;
/// So many lines are drawn and packed at a time: a whole picture in memory would stay with the allocator.
const BAND: u32 = 40;
const MARGIN: i32 = 24;
const RIGHT: i32 = 800 - MARGIN;
/// From the top of a bar's number to its bar.
const LABEL_HEIGHT: i32 = 30;

const GROUND: RGBColor = RGBColor(0x1E, 0x22, 0x26);
const INK: RGBColor = RGBColor(0xF4, 0xF1, 0xE6);
const PALE: RGBColor = RGBColor(0xB9, 0xBD, 0xC1);
const PETAL: RGBColor = RGBColor(0xF2, 0xB7, 0x05);
const SKY: RGBColor = RGBColor(0x8F, 0xC1, 0xE8);

/// Fewer bars than this are no wider.
const FEWEST_PLACES: usize = 6;
/// How high the box is that stands for a few.
const FEW_HEIGHT: i32 = 12;

/// A row of bars.
struct Row {
    title: &'static str,
    top: i32,
    /// Where the bars stand.
    base: i32,
    colour: RGBColor,
}

/// Room above the highest bar, for the row's title and the bar's number.
const ABOVE_BARS: i32 = 88;

const PEOPLE: Row = Row {
    title: words::PEOPLE,
    top: 20,
    base: 310,
    colour: PETAL,
};
const POSTS: Row = Row {
    title: words::POSTS,
    top: 336,
    base: 516,
    colour: SKY,
};

/// A band of the picture, drawn on in the whole picture's places.
struct Area<'a> {
    band: DrawingArea<BitMapBackend<'a>, Shift>,
    /// Where the band begins.
    top: i32,
}

impl Area<'_> {
    fn text(&self, text: &str, style: &TextStyle, (x, y): (i32, i32)) -> anyhow::Result<()> {
        Ok(self.band.draw_text(text, style, (x, y - self.top))?)
    }

    fn rectangle(&self, corners: [(i32, i32); 2], colour: RGBColor) -> anyhow::Result<()> {
        let corners = corners.map(|(x, y)| (x, y - self.top));
        Ok(self.band.draw(&Rectangle::new(corners, colour.filled()))?)
    }
}

/// Draws these weeks, the latest of which comes first, from the left to the right.
///
/// # Errors
///
/// If it can't be drawn.
pub fn png(weeks: &[WeekCount]) -> anyhow::Result<Vec<u8>> {
    register_font(FAMILY, FontStyle::Normal, FONT)
        .map_err(|_| anyhow!("the chart's font can't be read"))?;
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Areas of one colour are smallest unfiltered.
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    let mut lines = writer.stream_writer()?;
    let mut pixels = vec![0; (WIDTH * BAND * 3) as usize];
    for top in (0..i32::try_from(HEIGHT)?).step_by(BAND as usize) {
        draw(&mut pixels, top, weeks)?;
        lines.write_all(&pixels)?;
    }
    lines.finish()?;
    writer.finish()?;
    Ok(file)
}

fn draw(pixels: &mut [u8], top: i32, weeks: &[WeekCount]) -> anyhow::Result<()> {
    let band = BitMapBackend::with_buffer(pixels, (WIDTH, BAND)).into_drawing_area();
    band.fill(&GROUND)?;
    let area = Area { band, top };
    let at = (RIGHT, PEOPLE.top + 4);
    area.text(words::FEW_MEANS, &style(22, &PALE, HPos::Right), at)?;
    let earliest_first = || weeks.iter().rev();
    let people = earliest_first().map(|week| match week.people {
        People::Few => None,
        People::Many(people) => Some(people),
    });
    bars(&area, &PEOPLE, &people.collect::<Vec<_>>())?;
    let posts = earliest_first().map(|week| Some(week.posts));
    bars(&area, &POSTS, &posts.collect::<Vec<_>>())?;
    days(&area, earliest_first().map(|week| week.monday))
}

/// One row of bars, each with its number; `None` is a few.
fn bars(area: &Area, row: &Row, counts: &[Option<u32>]) -> anyhow::Result<()> {
    let title = style(28, &INK, HPos::Left);
    area.text(row.title, &title, (MARGIN, row.top))?;
    let most = counts.iter().flatten().copied().max().unwrap_or(0).max(1);
    let highest = i64::from(row.base - row.top - ABOVE_BARS);
    for (count, place) in counts.iter().zip(places(counts.len())) {
        let (left, right) = (place.middle - place.half, place.middle + place.half);
        let (top, colour, label) = match count {
            // Outlined, so that nobody takes it for a number.
            None => {
                let top = row.base - FEW_HEIGHT;
                area.rectangle([(left, top), (right, row.base)], row.colour)?;
                let within = [(left + 3, top + 3), (right - 3, row.base - 3)];
                area.rectangle(within, GROUND)?;
                (top, &PALE, words::FEW.to_owned())
            }
            Some(count) => {
                let height = i64::from(*count) * highest / i64::from(most);
                let top = row.base - i32::try_from(height)?;
                let bar = [(left, top), (right, row.base)];
                area.rectangle(bar, row.colour)?;
                (top, &INK, words::short(*count))
            }
        };
        let label_style = style(24, colour, HPos::Center);
        area.text(&label, &label_style, (place.middle, top - LABEL_HEIGHT))?;
    }
    let ground = [(MARGIN, row.base), (RIGHT, row.base + 1)];
    area.rectangle(ground, PALE)?;
    Ok(())
}

/// The Mondays, below all bars; a month where it begins.
fn days(area: &Area, mondays: impl ExactSizeIterator<Item = NaiveDate>) -> anyhow::Result<()> {
    let mut month = None;
    let places = places(mondays.len());
    for (monday, place) in mondays.zip(places) {
        let at = (place.middle, POSTS.base + 10);
        let day = monday.day().to_string();
        area.text(&day, &style(24, &INK, HPos::Center), at)?;
        if month != Some(monday.month()) {
            month = Some(monday.month());
            let name = monday.format("%b").to_string();
            let at = (place.middle, POSTS.base + 40);
            area.text(&name, &style(24, &PALE, HPos::Center), at)?;
        }
    }
    Ok(())
}

/// Where a bar stands.
struct Place {
    middle: i32,
    half: i32,
}

fn places(count: usize) -> impl Iterator<Item = Place> {
    let all = i32::try_from(count.max(FEWEST_PLACES)).unwrap_or(i32::MAX);
    let wide = (RIGHT - MARGIN) / all;
    (0..all).map(move |nth| Place {
        middle: MARGIN + nth * wide + wide / 2,
        half: wide * 3 / 10,
    })
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "plotters' style lives as long as this"
)]
fn style(size: i32, colour: &'static RGBColor, to: HPos) -> TextStyle<'static> {
    TextStyle::from((FAMILY, size).into_font())
        .color(colour)
        .pos(Pos::new(to, VPos::Top))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn weeks(counts: &[(u32, Option<u32>)]) -> Vec<WeekCount> {
        let first = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
        let earliest_first = counts
            .iter()
            .zip(0..)
            .map(|((posts, people), nth)| WeekCount {
                monday: first + TimeDelta::weeks(nth),
                posts: *posts,
                people: people.map_or(People::Few, People::Many),
            });
        let mut weeks: Vec<_> = earliest_first.collect();
        weeks.reverse();
        weeks
    }

    /// The picture's pixels, row by row.
    fn pixels(file: &[u8]) -> Vec<u8> {
        let mut reader = png::Decoder::new(std::io::Cursor::new(file))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        pixels
    }

    /// How many pixels of this colour a column has.
    fn high(pixels: &[u8], x: i32, RGBColor(r, g, b): RGBColor) -> usize {
        let row = WIDTH as usize * 3;
        let at = usize::try_from(x).unwrap() * 3;
        pixels
            .chunks(row)
            .filter(|row| row[at..at + 3] == [r, g, b])
            .count()
    }

    #[test]
    fn a_bar_is_as_high_as_its_count_and_a_few_are_an_outline_of_one_height() {
        let shown = weeks(&[(2, Some(20)), (1, Some(10)), (0, None), (4, None)]);
        let pixels = pixels(&png(&shown).unwrap());
        let heights = |colour| -> Vec<usize> {
            let left = places(4).take(4).map(|place| place.middle - place.half + 4);
            left.map(|x| high(&pixels, x, colour)).collect()
        };
        let people = heights(PETAL);
        assert_eq!(people[0], people[1] * 2);
        assert_eq!(people[2], people[3]);
        assert!(people[2] < 8, "no filled bar: {people:?}");
        let posts = heights(SKY);
        assert_eq!(posts[0], posts[1] * 2);
        assert_eq!((posts[2], posts[3]), (0, posts[0] * 2));
    }

    #[test]
    fn whatever_the_counts_it_is_light_enough_for_a_phone() {
        for counts in [
            vec![(0, None)],
            vec![(u32::MAX, Some(u32::MAX)), (0, Some(5))],
            (0..12)
                .map(|nth| (nth * 997, Some(12_345 + nth * 77_777)))
                .collect(),
        ] {
            let file = png(&weeks(&counts)).unwrap();
            assert!(file.len() < 40 * 1024, "{} bytes", file.len());
        }
    }
}
