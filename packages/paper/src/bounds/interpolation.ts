/** The largest training loss, as a fraction of mean(y^2), at which a net counts as interpolating unless told otherwise. */
export const INTERPOLATION = 0.01;
