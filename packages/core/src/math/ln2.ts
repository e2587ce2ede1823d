/** ln 2 rounded to a multiple of 2^-42, so that its product with an integer below 2^11 is exact. */
export const LN2_HIGH = 0.6931471805598903;

/** ln 2 - {@link LN2_HIGH}. */
export const LN2_LOW = 5.497923018708371e-14;
