//! `waymark new --template ID | --sample SxLxC [--seed N] -o FILE.json`.

use std::path::PathBuf;

use journey_model::{file, sample, template};

use super::{CliError, print};
use crate::ids::RandomIds;
use crate::map_file::{write_whole, writing};

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub struct Arguments {
    /// Begin with this template (see `waymark templates`)
    #[arg(long, value_name = "ID", group = "what")]
    template: Option<String>,

    /// A made-up map of STAGESxLANESxCARDS, cards counted per cell, such as 20x10x5
    #[arg(long, value_name = "SIZE", group = "what", value_parser = size)]
    sample: Option<Size>,

    /// What the made-up words depend on: the same seed gives the same map
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with = "template")]
    seed: u64,

    /// The map file to write
    #[arg(short, long, value_name = "FILE.json")]
    output: PathBuf,
}

#[derive(Clone, Copy, Debug)]
struct Size {
    stages: u16,
    lanes: u16,
    cards: u16,
}

/// The most cards that a sample may have: a hundred times the largest benchmark map.
const MOST_CARDS: u64 = 1_000_000;

fn size(text: &str) -> Result<Size, String> {
    let expected = || format!("“{text}” is no size; write STAGESxLANESxCARDS, such as 20x10x5");
    let parts: Vec<&str> = text.split(['x', '×']).collect();
    let [stages, lanes, cards] = parts[..] else {
        return Err(expected());
    };
    let number = |part: &str| part.parse::<u16>().map_err(|_| expected());
    let size = Size {
        stages: number(stages)?,
        lanes: number(lanes)?,
        cards: number(cards)?,
    };
    if size.stages == 0 || size.lanes == 0 {
        return Err("a map has at least one stage and one lane".into());
    }
    let total = u64::from(size.stages) * u64::from(size.lanes) * u64::from(size.cards);
    if total > MOST_CARDS {
        return Err(format!("{total} cards are more than a sample may have ({MOST_CARDS})"));
    }
    Ok(size)
}

pub fn run(arguments: &Arguments) -> Result<(), CliError> {
    let document = match (&arguments.template, arguments.sample) {
        (Some(id), _) => {
            let template = template::templates().iter().find(|t| t.id == *id).ok_or_else(|| {
                CliError::Usage(format!("there is no template “{id}”; `waymark templates` lists them"))
            })?;
            template.document(&mut RandomIds)
        }
        (None, Some(size)) => sample::sample(size.stages, size.lanes, size.cards, arguments.seed),
        (None, None) => return Err(CliError::Usage("say --template ID or --sample SIZE".into())),
    };
    let path = &arguments.output;
    write_whole(path, |out| {
        out.write_all(file::write(&document).as_bytes()).map_err(writing(path))
    })?;
    print(&path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert!(matches!(
            size("20x10x5"),
            Ok(Size {
                stages: 20,
                lanes: 10,
                cards: 5
            })
        ));
        for bad in ["", "20x10", "0x1x1", "1x1x1x1", "ax1x1", "-1x1x1", "60000x60000x60000"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }
}
