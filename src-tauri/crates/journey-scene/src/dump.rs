//! A scene as text, for golden references: one line a node and a primitive, coordinates in 0.01 px.

use std::fmt::Write;

use kurbo::{Affine, Rect};

use crate::{Dash, GlyphRun, Paint, Primitive, Scene, Shape, Stroke, round_to};

/// Writes the whole scene as indented text. Font bytes and picture bytes appear as names and lengths.
pub fn dump(scene: &Scene) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail; the results are dropped for that reason throughout.
    let _ = writeln!(
        out,
        "scene {}x{} paper {} theme {} lang {} title {:?}",
        number(scene.size.width),
        number(scene.size.height),
        scene.paper,
        scene.theme,
        scene.language,
        scene.title
    );
    for node in &scene.nodes {
        let _ = write!(out, "{} {:?} {}", node.id, node.role, rect(node.bounds()));
        if let Some(cell) = node.cell {
            let _ = write!(out, " cell r{} c{}+{}", cell.row, cell.column, cell.columns);
        }
        let _ = writeln!(out, " {:?}", node.label);
        for primitive in node.content.iter() {
            write_primitive(&mut out, scene, primitive, 1);
        }
    }
    out
}

fn number(value: f64) -> f64 {
    round_to(value, 2)
}

fn rect(r: Rect) -> String {
    format!(
        "{},{} {}x{}",
        number(r.x0),
        number(r.y0),
        number(r.width()),
        number(r.height())
    )
}

fn write_primitive(out: &mut String, scene: &Scene, primitive: &Primitive, depth: usize) {
    let indent = "  ".repeat(depth);
    let _ = match primitive {
        Primitive::Group {
            transform,
            clip,
            opacity,
            children,
        } => {
            let _ = write!(out, "{indent}group opacity {opacity}");
            if *transform != Affine::IDENTITY {
                let _ = write!(out, " transform {:?}", transform.as_coeffs().map(number));
            }
            if let Some(clip) = clip {
                let _ = write!(out, " clip {}", shape(clip));
            }
            let _ = writeln!(out);
            for child in children {
                write_primitive(out, scene, child, depth + 1);
            }
            Ok(())
        }
        Primitive::Path { shape: s, fill, stroke } => {
            let _ = write!(out, "{indent}{}", shape(s));
            match fill {
                Some(Paint::Solid(colour)) => {
                    let _ = write!(out, " fill {colour}");
                }
                Some(Paint::Vertical(stops)) => {
                    let _ = write!(out, " fill vertical {stops:?}");
                }
                None => {}
            }
            if let Some(s) = stroke {
                let _ = write!(out, " {}", stroke_text(s));
            }
            writeln!(out)
        }
        Primitive::Text(text) => {
            let _ = writeln!(out, "{indent}text {} {:?}", rect(text.rect), text.source);
            for line in &text.lines {
                let _ = writeln!(out, "{indent}  line baseline {}", number(line.baseline));
                for run in &line.runs {
                    write_run(out, scene, run, &indent);
                }
            }
            Ok(())
        }
        Primitive::Image(image) => writeln!(
            out,
            "{indent}image {} {} {} bytes {:?}",
            rect(image.rect),
            image.media_type,
            image.bytes.len(),
            image.alt
        ),
        Primitive::Link(link) => writeln!(out, "{indent}link {} {}", rect(link.rect), link.href),
    };
}

fn write_run(out: &mut String, scene: &Scene, run: &GlyphRun, indent: &str) {
    let face = scene
        .fonts
        .face(run.font)
        .map_or_else(|| "?".into(), |f| format!("{f:?}"));
    let glyphs: Vec<String> = run.glyphs.iter().map(|g| g.id.to_string()).collect();
    let mut flags = String::new();
    for (set, name) in [
        (run.rtl, " rtl"),
        (run.oblique, " oblique"),
        (run.embolden, " embolden"),
        (run.underline, " underline"),
    ] {
        if set {
            flags.push_str(name);
        }
    }
    let _ = writeln!(
        out,
        "{indent}    run x {} advance {} [{face}] {} {}{flags} {}..{} glyphs {}",
        number(run.x),
        number(run.advance),
        run.size,
        run.colour,
        run.range.start,
        run.range.end,
        glyphs.join(" ")
    );
}

fn shape(shape: &Shape) -> String {
    match shape {
        Shape::Rect(r) => format!("rect {}", rect(*r)),
        Shape::RoundedRect { rect: r, radius } => format!("rounded {} r{}", rect(*r), number(*radius)),
        Shape::Circle { centre, radius } => {
            format!("circle {},{} r{}", number(centre.x), number(centre.y), number(*radius))
        }
        Shape::Line { from, to } => format!(
            "line {},{} {},{}",
            number(from.x),
            number(from.y),
            number(to.x),
            number(to.y)
        ),
        Shape::Path(path) => {
            let mut rounded = (**path).clone();
            for element in rounded.elements_mut() {
                *element = map_points(*element);
            }
            format!("path {}", rounded.to_svg())
        }
    }
}

fn map_points(element: kurbo::PathEl) -> kurbo::PathEl {
    use kurbo::PathEl::{ClosePath, CurveTo, LineTo, MoveTo, QuadTo};
    let p = |p: kurbo::Point| kurbo::Point::new(number(p.x), number(p.y));
    match element {
        MoveTo(a) => MoveTo(p(a)),
        LineTo(a) => LineTo(p(a)),
        QuadTo(a, b) => QuadTo(p(a), p(b)),
        CurveTo(a, b, c) => CurveTo(p(a), p(b), p(c)),
        ClosePath => ClosePath,
    }
}

fn stroke_text(stroke: &Stroke) -> String {
    let mut text = format!("stroke {} {}", stroke.colour, number(stroke.width));
    if let Dash::Dashed { on, off } = stroke.dash {
        let _ = write!(text, " dash {on}/{off}");
    }
    if stroke.round {
        text.push_str(" round");
    }
    text
}
