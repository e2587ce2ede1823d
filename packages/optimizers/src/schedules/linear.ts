import { defineSchedule, z } from '@sharpness-lab/core';

/** Linear interpolation v(t) = from + (to - from) t over the progress t of a phase. */
export default defineSchedule({
  name: 'linear',
  summary: 'from one value to another, linearly',
  options: z.object({
    from: z.number().describe('value at the start of the phase'),
    to: z.number().describe('value that the end of the phase approaches'),
  }),
  create:
    ({ from, to }) =>
    (progress) =>
      from + (to - from) * progress,
});
