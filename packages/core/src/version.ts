/** The version of this package; part of every run's identity. */
export const VERSION = '0.2.0';
