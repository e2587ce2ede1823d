import { defineSchedule, z } from '@sharpness-lab/core';

/** A piecewise constant value: v(t) = from factor^k, k the number of milestones at or before the progress t. */
export default defineSchedule({
  name: 'step-decay',
  summary: 'a constant that is multiplied by a factor at each milestone',
  options: z.object({
    from: z.number().describe('value at the start of the phase'),
    factor: z.number().default(0.1).describe('what each milestone multiplies by'),
    milestones: z.array(z.number().gt(0).lt(1)).min(1).describe('fractions of the phase'),
  }),
  create:
    ({ from, factor, milestones }) =>
    (progress) =>
      milestones.reduce((value, milestone) => (progress >= milestone ? value * factor : value), from),
});
