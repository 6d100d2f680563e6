//! The pipe from the model to the painters, inside this process.

use std::ops::ControlFlow;

use journey_editor::{COALESCING_INTERVAL_MS, Session};
use journey_layout::{Engine, FontBook, Theme};
use journey_model::{CardId, CountingIds, Document, Edit, file};

use crate::measure::{Figures, time, time_with};
use crate::report::{Report, Unit};
use crate::{Outcome, Size, aim};

const SEED: u64 = 1;

pub fn measure(report: &mut Report) -> Outcome<()> {
    report.add("font book", None, Unit::Milliseconds, &time(FontBook::shipped), None);
    let book = FontBook::shipped();
    for size in Size::ALL {
        let document = size.document(SEED);
        map_file(report, size, &document)?;
        layout(report, size, &document, &book);
        edits(report, size, &document, &book)?;
        painters(report, size, &document, &book)?;
    }
    Ok(())
}

fn map_file(report: &mut Report, size: Size, document: &Document) -> Outcome<()> {
    let text = file::write(document);
    file::read(&text)?;
    report.add(
        "map file, write",
        size,
        Unit::Milliseconds,
        &time(|| file::write(document)),
        None,
    );
    report.add(
        "map file, read",
        size,
        Unit::Milliseconds,
        &time(|| file::read(&text)),
        None,
    );
    Ok(())
}

fn layout(report: &mut Report, size: Size, document: &Document, book: &FontBook) {
    let theme = Theme::named_or_default(&document.map.theme);
    let whole = time_with(
        || Engine::new(book.clone()),
        |mut engine| (engine.scene(document, theme), engine),
    );
    report.add("layout, whole", size, Unit::Milliseconds, &whole, None);
    let mut engine = Engine::new(book.clone());
    let again = time(|| engine.scene(document, theme));
    report.add("layout, nothing changed", size, Unit::Milliseconds, &again, None);
}

fn edits(report: &mut Report, size: Size, document: &Document, book: &FontBook) -> Outcome<()> {
    let mut bench = Desk::new(document.clone(), book)?;
    let aim = aim(size, 4.0, 15.0);
    let text = bench.apply(|bench, run| Edit::SetCardText {
        card: bench.card.clone(),
        text: format!("Compares the price with friends, once more: {run}"),
    })?;
    report.add("edit to patch: text of a card", size, Unit::Milliseconds, &text, aim);
    let moves = bench.apply(Desk::there_and_back)?;
    report.add("edit to patch: move a card", size, Unit::Milliseconds, &moves, aim);
    let mut run = 0;
    let preview = time(|| {
        run += 1;
        let edit = bench.there_and_back(run);
        bench.session.preview(&edit).is_ok()
    });
    report.add("preview of a move", size, Unit::Milliseconds, &preview, aim);
    Ok(())
}

/// An open map, and the card that is edited over and over again.
struct Desk {
    session: Session,
    card: CardId,
    now: u64,
}

impl Desk {
    fn new(document: Document, book: &FontBook) -> Outcome<Self> {
        // In the middle of the map, where most of it stands behind the card.
        let middle = document.cards.len() / 2;
        let card = document
            .cards
            .keys()
            .nth(middle)
            .ok_or("the sample has no cards")?
            .clone();
        let session = Session::open(
            document,
            0,
            [],
            Engine::new(book.clone()),
            Box::new(CountingIds(1_000_000)),
        );
        Ok(Self { session, card, now: 0 })
    }

    /// Times edits from `apply` to the update with its patch.
    fn apply(&mut self, mut edit: impl FnMut(&Self, u64) -> Edit) -> Outcome<Figures> {
        let mut refused = None;
        let mut run = 0;
        // The session is both prepared from and worked on, so it cannot be lent to two closures.
        let desk = std::cell::RefCell::new(self);
        let figures = time_with(
            || {
                let mut desk = desk.borrow_mut();
                // Far enough from the edit before not to join with it.
                desk.now += 2 * COALESCING_INTERVAL_MS;
                run += 1;
                edit(&desk, run)
            },
            |edit| {
                let mut desk = desk.borrow_mut();
                let now = desk.now;
                match desk.session.apply(edit, Vec::new(), now) {
                    Ok(applied) => Some(applied),
                    Err(error) => {
                        refused = Some(error);
                        None
                    }
                }
            },
        );
        refused.map_or(Ok(figures), |error| Err(error.into()))
    }

    /// Moves the card to the first or the last step of its lane by turns.
    fn there_and_back(&self, run: u64) -> Edit {
        let document = self.session.document();
        let steps = document.ordered_steps();
        let step = if run.is_multiple_of(2) {
            steps.first()
        } else {
            steps.last()
        };
        let card = &document.cards[&self.card];
        Edit::MoveCards {
            cards: vec![card.id.clone()],
            lane: card.lane.clone(),
            step: step.map_or_else(|| card.step.clone(), |step| step.id.clone()),
            after: None,
        }
    }
}

fn painters(report: &mut Report, size: Size, document: &Document, book: &FontBook) -> Outcome<()> {
    let theme = Theme::named_or_default(&document.map.theme);
    let scene = Engine::new(book.clone()).scene(document, theme);

    let plain = journey_svg::Options {
        fonts: journey_svg::Fonts::Referenced,
        ..journey_svg::Options::default()
    };
    let svg = journey_svg::paint(&scene, &plain)?;
    let in_time = (size.cards() == 1_000).then_some(20.0);
    report.add(
        "SVG without fonts",
        size,
        Unit::Milliseconds,
        &time(|| journey_svg::paint(&scene, &plain)),
        in_time,
    );
    let bytes = Figures::one(crate::process::megabytes(svg.len() as u64));
    let small = (size.cards() == 1_000).then_some(0.35);
    report.add("SVG without fonts and JSON: size", size, Unit::Megabytes, &bytes, small);
    let embedded = journey_svg::Options::default();
    report.add(
        "SVG",
        size,
        Unit::Milliseconds,
        &time(|| journey_svg::paint(&scene, &embedded)),
        None,
    );
    let outlines = journey_svg::Options {
        fonts: journey_svg::Fonts::Outlines,
        ..journey_svg::Options::default()
    };
    report.add(
        "SVG with outlines",
        size,
        Unit::Milliseconds,
        &time(|| journey_svg::paint(&scene, &outlines)),
        None,
    );

    let mut picture = |work: &str, options: journey_raster::Options| -> Outcome<()> {
        if let Err(journey_raster::RasterError::TooLarge { .. }) = journey_raster::picture_size(&scene, &options) {
            return Ok(()); // the format ends before the map does
        }
        let paint = || journey_raster::paint(&scene, &options, std::io::sink(), &mut |_| ControlFlow::Continue(()));
        paint()?;
        report.add(work, size, Unit::Milliseconds, &time(paint), None);
        Ok(())
    };
    picture("PNG", journey_raster::Options::default())?;
    for (work, format) in [
        ("JPEG", journey_raster::Format::Jpeg { quality: 90 }),
        ("WebP", journey_raster::Format::WebP),
    ] {
        picture(
            work,
            journey_raster::Options {
                format,
                ..journey_raster::Options::default()
            },
        )?;
    }
    picture(
        "PNG, one thread",
        journey_raster::Options {
            threads: Some(std::num::NonZero::<usize>::MIN),
            ..journey_raster::Options::default()
        },
    )?;

    let options = journey_pdf::Options::default();
    let paint = || journey_pdf::paint(&scene, &options, &mut |_| ControlFlow::Continue(()));
    paint()?;
    report.add("PDF", size, Unit::Milliseconds, &time(paint), None);

    let slides = [journey_pptx::Slide {
        title: "",
        content: journey_pptx::Content::Scene(&scene),
        notes: "",
    }];
    let options = journey_pptx::Options::default();
    let paint = || journey_pptx::paint(&slides, &options, &mut |_| ControlFlow::Continue(()));
    paint()?;
    let in_time = (size.cards() == 1_000).then_some(1000.0);
    report.add("PowerPoint, one slide", size, Unit::Milliseconds, &time(paint), in_time);
    Ok(())
}
