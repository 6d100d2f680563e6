use crate::grid::Grid; use crate::sheet::Sheet;
pub(crate) fn lay_out(_: &mut Sheet<'_>, _: &Grid<'_>, _: usize, _: f64) -> f64 { 0.0 }
