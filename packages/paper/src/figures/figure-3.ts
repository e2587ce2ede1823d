import { formatTable } from '@sharpness-lab/core';
import { type Claim, decideByWorst, type LabelledValue, type Study } from '@sharpness-lab/studies';
import { contains } from './active-arc.ts';
import { circleSamples, type MemorizingPicture, memorizingPicture } from './memorizing-picture.ts';

const DATA_SETS = 10;
const SAMPLES = 8;

const oneSampleAnArc: Claim = {
  id: 'fig3/one-sample-on-each-arc',
  statement: 'In a memorizing solution on the circle each neuron is active on one arc around one sample.',
  statistic: 'samples that are missing on their own neuron’s arc, or lie on another’s',
  expected: { below: 0.5 },
  why: 'none: memorizing is one-hot activation, definition 4.2',
};

/** A drawing of a memorizing solution on the circle: nothing to train. */
export function figure3Study(): Study {
  return {
    name: 'fig3',
    title: 'a memorizing solution on the unit circle',
    experiments: {},
    conclude: () => {
      const pictures = Array.from({ length: DATA_SETS }, (_, seed) => memorizingPicture(circleSamples(SAMPLES, seed)));
      const misplaced = pictures.map(
        (picture, seed): LabelledValue => ({ label: `seed ${seed}`, value: misplacedSamples(picture) }),
      );
      return {
        claims: [decideByWorst(oneSampleAnArc, misplaced)],
        tables: [arcTable(pictures[0] as MemorizingPicture)],
      };
    },
  };
}

/** Pairs of a sample and a neuron that are active where they should not be, or the other way round. */
export function misplacedSamples({ samples, arcs }: MemorizingPicture): number {
  return arcs
    .flatMap((arc, i) => samples.map(({ point }, j) => (arc !== undefined && contains(arc, point)) !== (i === j)))
    .filter(Boolean).length;
}

function arcTable({ samples, arcs }: MemorizingPicture): string {
  const degrees = (radians: number | undefined) =>
    radians === undefined ? '-' : ((radians * 180) / Math.PI).toFixed(1);
  return formatTable([
    ['seed 0', 'sample (x[1], x[2])', 'target', 'active from', 'to (degrees)'],
    ...samples.map(({ point: [x1, x2], target }, i) => [
      `neuron ${i}`,
      `(${x1.toFixed(3)}, ${x2.toFixed(3)})`,
      target.toFixed(3),
      degrees(arcs[i]?.from),
      degrees(arcs[i]?.to),
    ]),
  ]);
}
