//! Bands drawn on all threads, taken in order.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use crate::RasterError;
use crate::canvas::{Canvas, Pixel};
use crate::plan::Plan;
use crate::render::Brush;

/// Draws one band on a canvas as wide as the picture.
pub(crate) fn draw(plan: &Plan<'_>, brush: &mut Brush<'_>, canvas: &mut Canvas, band: usize, ground: Pixel) {
    let top = band * plan.band;
    let height = plan.band.min(plan.height as usize - top);
    canvas.reset(top as i32, height, ground);
    brush.band(canvas, band);
}

/// Draws and packs all bands, on one thread for each brush, and hands them to `take` in order, on this
/// one. `packer` makes what packs the bands of one thread.
///
/// The first break or error of `take` ends the work: threads look at `stop` before each band.
pub(crate) fn in_order<T: Send, P: FnMut(&Canvas) -> T>(
    plan: &Plan<'_>,
    ground: Pixel,
    brushes: &mut [Brush<'_>],
    packer: impl Fn() -> P + Sync,
    mut take: impl FnMut(usize, T) -> Result<ControlFlow<()>, RasterError>,
) -> Result<ControlFlow<()>, RasterError> {
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    // Bounded, so that packed bands do not pile up behind a slow disk.
    let (sender, receiver) = mpsc::sync_channel::<(usize, T)>(2 * brushes.len());
    thread::scope(|scope| {
        for brush in brushes {
            let (sender, next, stop, packer) = (sender.clone(), &next, &stop, &packer);
            scope.spawn(move || {
                let mut pack = packer();
                let mut canvas = Canvas::new(0, 0, plan.width as usize, 0, ground);
                while !stop.load(Ordering::Relaxed) {
                    let band = next.fetch_add(1, Ordering::Relaxed);
                    if band >= plan.nodes.len() {
                        break;
                    }
                    draw(plan, brush, &mut canvas, band, ground);
                    if sender.send((band, pack(&canvas))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut expected = 0;
        for (band, packed) in &receiver {
            waiting.insert(band, packed);
            while let Some(packed) = waiting.remove(&expected) {
                let taken = take(expected, packed);
                if !matches!(taken, Ok(ControlFlow::Continue(()))) {
                    stop.store(true, Ordering::Relaxed);
                    // Threads that wait to send are let go.
                    drop(receiver);
                    return taken;
                }
                expected += 1;
            }
        }
        Ok(ControlFlow::Continue(()))
    })
}
