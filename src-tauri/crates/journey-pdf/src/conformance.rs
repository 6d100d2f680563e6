//! Which standards a file meets, and what on the map stands in the way of others.

use std::fmt;

use journey_scene::{Node, NodeId, Primitive};
use krilla::configure::{Archival, ValidationError, Validators};

use crate::book::Book;
use crate::text::Faces;
use crate::{Archive, Options, properties};

/// No list of problems is longer; the rest would say the same.
const MOST_PROBLEMS: usize = 500;

/// A standard for PDF files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standard {
    /// ISO 14289-1: can be read by everyone, with a screen reader too.
    Ua1,
    /// ISO 19005-2, level B: looks the same in decades.
    A2b,
    /// ISO 19005-3, level A: the same, tagged, with any attachment.
    A3a,
}

impl fmt::Display for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ua1 => "PDF/UA-1",
            Self::A2b => "PDF/A-2b",
            Self::A3a => "PDF/A-3a",
        })
    }
}

/// What a file claims, and what is to be known beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conformance {
    /// The standards that the file was validated against and claims, in the order of [`Standard`].
    pub claimed: Vec<Standard>,
    /// What prevents others, element by element, and what could not be painted as it should.
    pub problems: Vec<Problem>,
}

/// One element of the map (or the document itself) that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The standards that are not claimed because of it; none where it could be mended at a price.
    pub prevents: Vec<Standard>,
    /// The node on the map; `None` for the document.
    pub node: Option<NodeId>,
    /// What the node is called ([`Node::label`]); empty for the document.
    pub label: String,
    pub fault: Fault,
}

/// What is wrong. [`fmt::Display`] says it in English, [`Fault::remedy`] what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The font file cannot be embedded, or its maker does not allow that: its text is drawn as outlines.
    FontOutlined { family: String },
    /// The character means nothing outside of its font (Unicode private use).
    PrivateCharacter(char),
    /// Text whose characters cannot be told from its glyphs.
    UnknownCharacters,
    /// The picture cannot be decoded: a placeholder stands in its place.
    PictureUnreadable,
    /// The picture says nothing to who cannot see it.
    PictureUndescribed,
    /// An SVG picture with a repeating or conical gradient, which PDF/A does not know.
    PictureGradient,
    /// A text longer than the standard's 32,767 bytes.
    TextTooLong,
    /// Groups within groups deeper than the standard's 28.
    NestedTooDeep,
    /// The standard demands a date.
    NoDate,
    /// The standard allows no attachment, so the map is not inside.
    AttachmentLeftOut,
    /// A rule that this list does not know by name.
    Other(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FontOutlined { family } => {
                write!(f, "the font {family} cannot be embedded; its text is drawn as outlines")
            }
            Self::PrivateCharacter(c) => {
                write!(
                    f,
                    "the character U+{:04X} has no meaning outside of its font",
                    u32::from(*c)
                )
            }
            Self::UnknownCharacters => f.write_str("the characters of a text cannot be told from its glyphs"),
            Self::PictureUnreadable => f.write_str("the picture cannot be read; a placeholder stands in its place"),
            Self::PictureUndescribed => f.write_str("the picture has no description"),
            Self::PictureGradient => f.write_str("the SVG picture has a repeating or conical gradient"),
            Self::TextTooLong => f.write_str("the text is longer than 32,767 bytes"),
            Self::NestedTooDeep => f.write_str("the picture nests groups more than 28 deep"),
            Self::NoDate => f.write_str("the map has no date"),
            Self::AttachmentLeftOut => f.write_str("this standard allows no attachment, so the map is not inside"),
            Self::Other(rule) => write!(f, "a rule of the standard is not met ({rule})"),
        }
    }
}

impl Fault {
    /// What a person can do about it, in English.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::FontOutlined { .. } => {
                "use letters that the shipped fonts have, or install a font that may be embedded"
            }
            Self::PrivateCharacter(_) | Self::UnknownCharacters => "replace the character",
            Self::PictureUnreadable => "put the picture in again, as PNG, JPEG, GIF, WebP or SVG",
            Self::PictureUndescribed => "describe the picture in its details",
            Self::PictureGradient | Self::NestedTooDeep => "put the picture in as PNG instead",
            Self::TextTooLong => "shorten the text or spread it over several cards",
            Self::NoDate => "give the map a date of creation or review",
            Self::AttachmentLeftOut => "choose PDF/A-3 or no archive standard to keep the map inside",
            Self::Other(_) => "export without this standard",
        }
    }
}

/// The standards that an export aims at.
pub(crate) fn aims(options: &Options) -> Vec<Standard> {
    let mut aims = vec![Standard::Ua1];
    match options.archive {
        Archive::None => {}
        Archive::A2b => aims.push(Standard::A2b),
        Archive::A3a => aims.push(Standard::A3a),
    }
    aims
}

/// The archive standard's name in the PDF library's words.
pub(crate) fn archival(standard: Standard) -> Option<Archival> {
    match standard {
        Standard::Ua1 => None,
        Standard::A2b => Some(Archival::A2_B),
        Standard::A3a => Some(Archival::A3_A),
    }
}

/// What is known to be wrong before anything is painted.
pub(crate) fn known(book: &Book<'_>, options: &Options) -> Vec<Problem> {
    let archive: Vec<Standard> = aims(options).into_iter().filter(|s| *s != Standard::Ua1).collect();
    let dated = options.date.as_deref().and_then(properties::parse_date).is_some();
    let mut problems = Vec::new();
    let document = |prevents: Vec<Standard>, fault| Problem {
        prevents,
        node: None,
        label: String::new(),
        fault,
    };
    if !archive.is_empty() && !dated {
        problems.push(document(archive.clone(), Fault::NoDate));
    }
    if options.archive == Archive::A2b && dated && options.attachment.is_some() {
        problems.push(document(Vec::new(), Fault::AttachmentLeftOut));
    }
    each_node(book, &mut |node| {
        let undescribed = |primitive: &Primitive| matches!(primitive, Primitive::Image(image) if image.alt.is_empty());
        any(&node.content, &undescribed).then_some(Fault::PictureUndescribed)
    })
    .for_each(&mut problems, &[]);
    problems
}

/// What the library found, as problems, and the standards that are lost by it.
pub(crate) fn found(
    errors: &[(ValidationError, Validators)],
    aimed: &[Standard],
    book: &Book<'_>,
    faces: &Faces<'_>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (error, validators) in errors {
        let lost = |standard: &&Standard| match archival(**standard) {
            None => validators.accessibility().is_some(),
            Some(_) => validators.archival().is_some(),
        };
        let prevents: Vec<Standard> = aimed.iter().filter(lost).copied().collect();
        let text_with = |c: char| move |primitive: &Primitive| matches!(primitive, Primitive::Text(text) if text.source.contains(c));
        match error {
            ValidationError::UnicodePrivateArea(_, _, c, _) | ValidationError::InvalidCodepointMapping(_, _, c, _) => {
                let fault = Fault::PrivateCharacter(*c);
                each_node(book, &mut |node| {
                    any(&node.content, &text_with(*c)).then(|| fault.clone())
                })
                .for_each(&mut problems, &prevents);
            }
            ValidationError::NoCodepointMapping(font, _, _) | ValidationError::ContainsNotDefGlyph(font, _, _) => {
                let fault = Fault::UnknownCharacters;
                nodes_in_font(book, faces, faces.id_of(font), fault).for_each(&mut problems, &prevents);
            }
            ValidationError::TooLongString => {
                each_node(book, &mut |node| {
                    (node.label.len() > 32_767).then_some(Fault::TextTooLong)
                })
                .for_each(&mut problems, &prevents);
            }
            ValidationError::TooHighQNestingLevel => {
                each_node(book, &mut |node| {
                    any(&node.content, &|primitive| matches!(primitive, Primitive::Image(_)))
                        .then_some(Fault::NestedTooDeep)
                })
                .for_each(&mut problems, &prevents);
            }
            ValidationError::ContainsPostScript(location) => {
                let node = location.and_then(|location| at(book, location));
                problems.push(of(node, prevents.clone(), Fault::PictureGradient));
            }
            other => {
                // The rule's name without what it was found in.
                let rule = format!("{other:?}");
                let rule = rule.split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
                problems.push(of(None, prevents.clone(), Fault::Other(rule)));
            }
        }
        if !problems.iter().any(|problem| problem.prevents == prevents) {
            problems.push(of(None, prevents, Fault::Other("unknown".into())));
        }
    }
    problems.dedup();
    problems.truncate(MOST_PROBLEMS);
    problems
}

/// Nodes whose text is in a face that had to be drawn as outlines.
pub(crate) fn outlined(book: &Book<'_>, faces: &Faces<'_>, face: u16) -> Vec<Problem> {
    let family = faces.family(face).to_owned();
    let mut problems = Vec::new();
    nodes_in_font(book, faces, Some(face), Fault::FontOutlined { family }).for_each(&mut problems, &[]);
    problems
}

/// Nodes with a picture that could not be decoded.
pub(crate) fn unreadable(book: &Book<'_>, broken: &dyn Fn(usize) -> bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    each_node(book, &mut |node| {
        let is_broken = |primitive: &Primitive| match primitive {
            Primitive::Image(image) => broken(crate::picture::key(&image.bytes)),
            _ => false,
        };
        any(&node.content, &is_broken).then_some(Fault::PictureUnreadable)
    })
    .for_each(&mut problems, &[]);
    problems
}

/// Nodes with their faults, one of each kind.
struct Faulty(Vec<(NodeId, String, Fault)>);

impl Faulty {
    fn for_each(self, problems: &mut Vec<Problem>, prevents: &[Standard]) {
        for (node, label, fault) in self.0 {
            let known = problems
                .iter()
                .any(|p| p.node.as_ref() == Some(&node) && p.fault == fault);
            if !known && problems.len() < MOST_PROBLEMS {
                problems.push(Problem {
                    prevents: prevents.to_vec(),
                    node: Some(node),
                    label,
                    fault,
                });
            }
        }
    }
}

fn each_node(book: &Book<'_>, judge: &mut dyn FnMut(&Node) -> Option<Fault>) -> Faulty {
    let nodes = book.parts.iter().flat_map(|part| &part.scene.nodes);
    let faulty = nodes.filter_map(|node| {
        let fault = judge(node)?;
        Some((node.id.clone(), node.label.to_string(), fault))
    });
    Faulty(faulty.take(MOST_PROBLEMS).collect())
}

fn nodes_in_font(book: &Book<'_>, faces: &Faces<'_>, face: Option<u16>, fault: Fault) -> Faulty {
    let mut faulty = Vec::new();
    for (index, part) in book.parts.iter().enumerate() {
        let set_in = |primitive: &Primitive| match primitive {
            Primitive::Text(text) => {
                let mut runs = text.lines.iter().flat_map(|line| &line.runs);
                runs.any(|run| faces.slot(index, run.font) == face && face.is_some())
            }
            _ => false,
        };
        let nodes = part.scene.nodes.iter().filter(|node| any(&node.content, &set_in));
        faulty.extend(nodes.map(|node| (node.id.clone(), node.label.to_string(), fault.clone())));
    }
    Faulty(faulty)
}

fn of(node: Option<&Node>, prevents: Vec<Standard>, fault: Fault) -> Problem {
    Problem {
        prevents,
        node: node.map(|node| node.id.clone()),
        label: node.map(|node| node.label.to_string()).unwrap_or_default(),
        fault,
    }
}

fn any(primitives: &[Primitive], wanted: &dyn Fn(&Primitive) -> bool) -> bool {
    primitives.iter().any(|primitive| match primitive {
        Primitive::Group { children, .. } => any(children, wanted),
        other => wanted(other),
    })
}

/// What the library is told of where it draws, so that its complaints name a node.
pub(crate) fn location(part: usize, node: usize) -> Option<krilla::surface::Location> {
    let part = u64::try_from(part).ok().filter(|part| *part < 1 << 31)?;
    let node = u32::try_from(node).ok()?;
    krilla::surface::Location::new((part << 32 | u64::from(node)) + 1)
}

fn at<'b>(book: &'b Book<'_>, location: krilla::surface::Location) -> Option<&'b Node> {
    let place = location.get() - 1;
    let part = usize::try_from(place >> 32).ok()?;
    let node = usize::try_from(place & u64::from(u32::MAX)).ok()?;
    book.parts.get(part)?.scene.nodes.get(node)
}
