//! Subsets of faces that a browser shapes exactly like the whole face.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use icu_normalizer::properties::{CanonicalDecompositionBorrowed, Decomposed};
use journey_scene::{FontFace, FontId, Node, Primitive};
use skrifa::raw::TableProvider;
use skrifa::raw::tables::glyf::Glyph as Outline;
use skrifa::raw::types::{GlyphId, Tag};
use skrifa::{FontRef, MetadataProvider};

/// What a document uses of one face.
#[derive(Default)]
pub(crate) struct Usage {
    glyphs: BTreeSet<u16>,
    characters: BTreeSet<char>,
}

/// What some nodes use of each face.
pub(crate) fn usage(nodes: &[&Node]) -> BTreeMap<FontId, Usage> {
    let mut found = BTreeMap::new();
    for node in nodes {
        collect(&node.content, &mut found);
    }
    found
}

fn collect(primitives: &[Primitive], found: &mut BTreeMap<FontId, Usage>) {
    for primitive in primitives {
        match primitive {
            Primitive::Group { children, .. } => collect(children, found),
            Primitive::Text(text) => {
                for run in text.lines.iter().flat_map(|line| &line.runs) {
                    let usage = found.entry(run.font).or_default();
                    usage.glyphs.extend(run.glyphs.iter().map(|glyph| glyph.id));
                    let range = run.range.start as usize..run.range.end as usize;
                    usage
                        .characters
                        .extend(text.source.get(range).unwrap_or_default().chars());
                }
            }
            Primitive::Path { .. } | Primitive::Image(_) | Primitive::Link(_) => {}
        }
    }
}

/// The face as a WOFF file with the outlines of what is used, or whole where it cannot be cut.
/// `None` if it is no font at all.
pub(crate) fn web_font(face: &FontFace, usage: &Usage) -> Option<Vec<u8>> {
    let font = FontRef::from_index((*face.bytes).as_ref(), face.index).ok()?;
    let mut tables = BTreeMap::new();
    for record in font.table_directory().table_records() {
        if let Some(table) = font.table_data(record.tag()) {
            tables.insert(record.tag(), table.as_bytes().to_vec());
        }
    }
    for unused in DROPPED {
        tables.remove(&Tag::new(unused));
    }
    cut(&font, usage, &mut tables);
    Some(woff(font.table_directory().sfnt_version(), tables))
}

/// Tables that no browser needs to set horizontal text: signatures, device metrics, vertical metrics.
const DROPPED: [&[u8; 4]; 8] = [b"DSIG", b"LTSH", b"hdmx", b"VDMX", b"vhea", b"vmtx", b"VORG", b"meta"];

/// Empties the outlines that are not used and forgets their characters.
///
/// Glyph ids stay as they are, so that GSUB, GPOS and GDEF stay valid untouched and shaping cannot
/// change; the emptied tables cost almost nothing once compressed. Fonts without TrueType outlines (CFF)
/// are left whole.
fn cut(font: &FontRef<'_>, usage: &Usage, tables: &mut BTreeMap<Tag, Vec<u8>>) -> Option<()> {
    let (glyf, loca, head) = (
        font.glyf().ok()?,
        font.loca(None).ok()?,
        tables.get(&Tag::new(b"head"))?,
    );
    if head.len() < 54 {
        return None;
    }
    let count = u32::from(font.maxp().ok()?.num_glyphs());
    let charmap = font.charmap();
    let mut kept: BTreeSet<u32> = usage.glyphs.iter().copied().map(u32::from).collect();
    kept.extend(
        usage
            .characters
            .iter()
            .chain(&[' '])
            .filter_map(|c| charmap.map(*c))
            .map(|g| g.to_u32()),
    );
    // Shapers compose one mark after another, and only where each result is mapped: a with a dot and a
    // circumflex goes by ạ to ậ.
    let decompositions = CanonicalDecompositionBorrowed::new();
    let composed: Vec<char> = charmap
        .mappings()
        .filter(|(_, glyph)| kept.contains(&glyph.to_u32()))
        .filter_map(|(c, _)| char::from_u32(c))
        .collect();
    for mut c in composed {
        while let Decomposed::Expansion(first, _) = decompositions.decompose(c) {
            if matches!(decompositions.decompose(first), Decomposed::Expansion(..)) {
                kept.extend(charmap.map(first).map(|glyph| glyph.to_u32()));
            }
            c = first;
        }
    }
    kept.insert(0);
    kept.retain(|glyph| *glyph < count);

    // Composite glyphs need their parts, and those theirs.
    let mut pending: Vec<u32> = kept.iter().copied().collect();
    while let Some(glyph) = pending.pop() {
        if let Ok(Some(Outline::Composite(composite))) = loca.get_glyf(GlyphId::new(glyph), &glyf) {
            for part in composite.components().map(|component| component.glyph.to_u32()) {
                if part < count && kept.insert(part) {
                    pending.push(part);
                }
            }
        }
    }

    let outlines = font.table_data(Tag::new(b"glyf"))?;
    let mut new_glyf = Vec::new();
    let mut new_loca = Vec::with_capacity((count as usize + 1) * 4);
    for glyph in 0..count {
        new_loca.extend((new_glyf.len() as u32).to_be_bytes());
        if kept.contains(&glyph) {
            let (start, end) = (loca.get_raw(glyph as usize)?, loca.get_raw(glyph as usize + 1)?);
            new_glyf.extend(outlines.as_bytes().get(start as usize..end as usize)?);
            while new_glyf.len() % 4 != 0 {
                new_glyf.push(0);
            }
        }
    }
    new_loca.extend((new_glyf.len() as u32).to_be_bytes());

    // Every character of a kept glyph stays, not only those of the text: shapers compose (e + ´ to é)
    // only where the result is mapped.
    let mappings: Vec<(u32, u32)> = charmap
        .mappings()
        .map(|(c, glyph)| (c, glyph.to_u32()))
        .filter(|(_, glyph)| kept.contains(glyph))
        .collect();
    if mappings.is_empty() {
        return None;
    }

    let mut head = head.clone();
    head[50..52].copy_from_slice(&1u16.to_be_bytes()); // indexToLocFormat: 32-bit offsets
    tables.insert(Tag::new(b"head"), head);
    tables.insert(Tag::new(b"glyf"), new_glyf);
    tables.insert(Tag::new(b"loca"), new_loca);
    tables.insert(Tag::new(b"cmap"), character_map(&mappings));
    if let Some(post) = tables.get_mut(&Tag::new(b"post"))
        && post.len() >= 32
    {
        post.truncate(32);
        post[..4].copy_from_slice(&0x0003_0000u32.to_be_bytes()); // version 3: no glyph names
    }
    Some(())
}

/// A `cmap` table with one subtable of format 12 (segmented coverage) for all of Unicode.
fn character_map(mappings: &[(u32, u32)]) -> Vec<u8> {
    let mut groups: Vec<(u32, u32, u32)> = Vec::new();
    for &(character, glyph) in mappings {
        match groups.last_mut() {
            Some((start, end, first)) if *end + 1 == character && *first + (character - *start) == glyph => {
                *end = character;
            }
            _ => groups.push((character, character, glyph)),
        }
    }
    let mut table = Vec::with_capacity(28 + groups.len() * 12);
    let word = |table: &mut Vec<u8>, value: u16| table.extend(value.to_be_bytes());
    let long = |table: &mut Vec<u8>, value: u32| table.extend(value.to_be_bytes());
    word(&mut table, 0); // version
    word(&mut table, 1); // one subtable
    word(&mut table, 3); // platform: Windows
    word(&mut table, 10); // encoding: full Unicode
    long(&mut table, 12); // offset
    word(&mut table, 12); // format
    word(&mut table, 0);
    long(&mut table, 16 + 12 * groups.len() as u32);
    long(&mut table, 0); // language
    long(&mut table, groups.len() as u32);
    for (start, end, glyph) in groups {
        long(&mut table, start);
        long(&mut table, end);
        long(&mut table, glyph);
    }
    table
}

/// Packs tables as WOFF 1.0 (W3C Recommendation of 13 December 2012), zlib-compressed one by one.
fn woff(flavour: u32, mut tables: BTreeMap<Tag, Vec<u8>>) -> Vec<u8> {
    let padded = |length: usize| length.next_multiple_of(4);
    let count = tables.len();
    // The whole font's check sum is over the plain (unpacked) file, with its own field at zero.
    if let Some(head) = tables.get_mut(&Tag::new(b"head"))
        && head.len() >= 12
    {
        head[8..12].fill(0);
    }
    let search = count.next_power_of_two() >> usize::from(!count.is_power_of_two());
    let mut plain = Vec::with_capacity(12 + 16 * count);
    plain.extend(flavour.to_be_bytes());
    for value in [
        count,
        search * 16,
        search.trailing_zeros() as usize,
        (count - search) * 16,
    ] {
        plain.extend((value as u16).to_be_bytes());
    }
    let mut offset = 12 + 16 * count;
    let mut sum = 0u32;
    for (tag, table) in &tables {
        plain.extend(tag.to_be_bytes());
        for value in [checksum(table), offset as u32, table.len() as u32] {
            plain.extend(value.to_be_bytes());
        }
        sum = sum.wrapping_add(checksum(table));
        offset += padded(table.len());
    }
    let plain_size = offset;
    let adjustment = 0xB1B0_AFBAu32.wrapping_sub(sum.wrapping_add(checksum(&plain)));
    let head_sum = tables.get(&Tag::new(b"head")).map(|head| checksum(head));
    if let Some(head) = tables.get_mut(&Tag::new(b"head"))
        && head.len() >= 12
    {
        head[8..12].copy_from_slice(&adjustment.to_be_bytes());
    }

    let mut directory = Vec::with_capacity(20 * count);
    let mut body = Vec::new();
    let body_start = 44 + 20 * count;
    for (tag, table) in &tables {
        let packed = deflated(table).filter(|packed| packed.len() < table.len());
        let packed = packed.as_deref().unwrap_or(table);
        // The check sum of `head` is defined with the adjustment at zero.
        let sum = head_sum
            .filter(|_| *tag == Tag::new(b"head"))
            .unwrap_or_else(|| checksum(table));
        directory.extend(tag.to_be_bytes());
        for value in [
            (body_start + body.len()) as u32,
            packed.len() as u32,
            table.len() as u32,
            sum,
        ] {
            directory.extend(value.to_be_bytes());
        }
        body.extend(packed);
        body.resize(padded(body.len()), 0);
    }

    let mut file = Vec::with_capacity(body_start + body.len());
    file.extend(b"wOFF");
    file.extend(flavour.to_be_bytes());
    file.extend(((body_start + body.len()) as u32).to_be_bytes());
    file.extend((count as u16).to_be_bytes());
    file.extend([0; 2]); // reserved
    file.extend((plain_size as u32).to_be_bytes());
    file.extend([0, 1, 0, 0]); // version of this file
    file.extend([0; 20]); // neither metadata nor a private block
    file.extend(directory);
    file.extend(body);
    file
}

fn deflated(table: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(table).ok()?;
    encoder.finish().ok()
}

/// Sum of a table as big-endian 32-bit words, padded with zeros.
fn checksum(table: &[u8]) -> u32 {
    table.chunks(4).fold(0u32, |sum, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const INTER: &[u8] = include_bytes!("../../../../assets/fonts/Inter-Regular.ttf");

    fn inter() -> FontFace {
        FontFace {
            family: "Inter".into(),
            weight: 400,
            italic: false,
            bytes: Arc::new(INTER),
            index: 0,
            colour: false,
        }
    }

    /// The tables of a WOFF file, unpacked.
    fn unpacked(file: &[u8]) -> BTreeMap<Tag, Vec<u8>> {
        let long = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
        let count = usize::from(u16::from_be_bytes([file[12], file[13]]));
        assert_eq!(long(8), file.len());
        let mut total = 12 + 16 * count;
        let tables = (0..count)
            .map(|index| {
                let entry = 44 + 20 * index;
                let (offset, packed, length) = (long(entry + 4), long(entry + 8), long(entry + 12));
                let bytes = &file[offset..offset + packed];
                let table = if packed == length {
                    bytes.to_vec()
                } else {
                    let mut decoder = flate2::write::ZlibDecoder::new(Vec::new());
                    decoder.write_all(bytes).unwrap();
                    decoder.finish().unwrap()
                };
                assert_eq!(table.len(), length);
                total += length.next_multiple_of(4);
                (Tag::new(&file[entry..entry + 4].try_into().unwrap()), table)
            })
            .collect();
        assert_eq!(long(16), total, "size of the plain file");
        tables
    }

    /// A plain font file of such tables; header fields for searching are left at zero.
    fn assembled(tables: &BTreeMap<Tag, Vec<u8>>) -> Vec<u8> {
        let mut sfnt = Vec::new();
        let mut offset = 12 + 16 * tables.len();
        sfnt.extend(0x0001_0000u32.to_be_bytes());
        sfnt.extend((tables.len() as u16).to_be_bytes());
        sfnt.extend([0; 6]);
        for (tag, table) in tables {
            sfnt.extend(tag.to_be_bytes());
            for value in [checksum(table), offset as u32, table.len() as u32] {
                sfnt.extend(value.to_be_bytes());
            }
            offset += table.len().next_multiple_of(4);
        }
        for table in tables.values() {
            sfnt.extend(table);
            sfnt.resize(sfnt.len().next_multiple_of(4), 0);
        }
        sfnt
    }

    #[test]
    fn letters_on_the_way_to_a_composed_one_are_mapped() {
        let font = FontRef::new(INTER).unwrap();
        let usage = Usage {
            glyphs: [font.charmap().map('ậ').unwrap().to_u32() as u16].into(),
            characters: ['a', '\u{323}', '\u{302}'].into(),
        };
        let sfnt = assembled(&unpacked(&web_font(&inter(), &usage).unwrap()));
        let subset = FontRef::new(&sfnt).unwrap();
        // a and the dot make ạ, ạ and the circumflex make ậ.
        for needed in ['a', 'ạ', 'ậ'] {
            assert_eq!(subset.charmap().map(needed), font.charmap().map(needed), "{needed}");
        }
        assert_eq!(subset.charmap().map('ặ'), None);
    }

    #[test]
    fn a_subset_keeps_what_is_used_and_shaping_as_it_was() {
        let font = FontRef::new(INTER).unwrap();
        let usage = Usage {
            glyphs: [font.charmap().map('é').unwrap().to_u32() as u16].into(),
            characters: ['A', 'b'].into(),
        };
        let file = web_font(&inter(), &usage).unwrap();
        assert!(file.len() < INTER.len() / 4, "{} bytes", file.len());
        let tables = unpacked(&file);
        for same in [b"GSUB", b"GPOS", b"GDEF", b"hmtx", b"maxp"] {
            let tag = Tag::new(same);
            assert_eq!(tables[&tag], font.table_data(tag).unwrap().as_bytes());
        }

        let sfnt = assembled(&tables);
        let subset = FontRef::new(&sfnt).unwrap();
        for used in ['A', 'b', 'é', ' '] {
            assert_eq!(subset.charmap().map(used), font.charmap().map(used), "{used}");
        }
        assert_eq!(subset.charmap().map('Z'), None);
        let outline = |font: &FontRef<'_>, c: char| {
            let id = FontRef::new(INTER).unwrap().charmap().map(c).unwrap();
            font.loca(None)
                .unwrap()
                .get_glyf(id, &font.glyf().unwrap())
                .unwrap()
                .is_some()
        };
        // é is composed of e and the accent, which are both kept.
        assert!(outline(&subset, 'é') && outline(&subset, 'e') && outline(&subset, 'A'));
        assert!(outline(&font, 'Z') && !outline(&subset, 'Z'));
        // The sum of a whole font with its adjustment is this constant (OpenType, table `head`).
        let adjusted = {
            let mut bytes = sfnt.clone();
            // Header fields that this test left at zero are part of the sum.
            let count = tables.len();
            let search = 1usize << count.ilog2();
            for (at, value) in [
                (6, search * 16),
                (8, count.ilog2() as usize),
                (10, (count - search) * 16),
            ] {
                bytes[at..at + 2].copy_from_slice(&(value as u16).to_be_bytes());
            }
            let head = tables.keys().position(|tag| *tag == Tag::new(b"head")).unwrap();
            let mut plain_head = tables[&Tag::new(b"head")].clone();
            plain_head[8..12].fill(0);
            let at = 12 + 16 * head + 4;
            bytes[at..at + 4].copy_from_slice(&checksum(&plain_head).to_be_bytes());
            bytes
        };
        assert_eq!(checksum(&adjusted), 0xB1B0_AFBA);
    }

    #[test]
    fn what_is_no_font_is_refused() {
        let face = FontFace {
            bytes: Arc::new(&b"no font"[..]),
            ..inter()
        };
        assert!(web_font(&face, &Usage::default()).is_none());
    }
}
