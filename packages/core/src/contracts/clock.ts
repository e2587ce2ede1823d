/** What time it is. */
export interface Clock {
  /** Milliseconds from a fixed point in the past; it never goes backwards. */
  now(): number;
  /** Date and time of day. */
  date(): Date;
}
