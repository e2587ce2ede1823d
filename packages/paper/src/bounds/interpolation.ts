/** The largest training loss above the minimum, as a fraction of that of f = 0, at which a net counts as interpolating. */
export const INTERPOLATION = 0.01;
