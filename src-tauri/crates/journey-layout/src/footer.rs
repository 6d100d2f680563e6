use crate::sheet::Sheet;
pub(crate) fn lay_out(_: &mut Sheet<'_>, _: f64, bottom: f64) -> f64 { bottom }
