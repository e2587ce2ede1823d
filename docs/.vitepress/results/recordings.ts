/** Commands whose verdicts are recorded together, in `docs/public/results` under the name of the recording. */
export const recordings = {
  table1: ['reproduce table1'],
  quick: ['reproduce all --scale quick --seeds 3', 'verify all'],
  paper: [
    ...['fig1', 'fig4', 'fig6a', 'fig7'].map((figure) => `reproduce ${figure} --scale paper --seeds 5`),
    ...['fig2', 'fig5'].map((figure) => `reproduce ${figure} --scale paper --seeds 1`),
  ],
} as const;

export type RecordingName = keyof typeof recordings;

/** A picture of the page, by the name of its chart in `sharpness plot --figure`. */
export interface ResultPicture {
  readonly name: string;
  /** What there is to see, for who does not see it. */
  readonly alt: string;
}

const beside = 'Test accuracy and Hessian trace in the course of training';

/** The pictures of the page by study, with the recording whose runs they show. */
export const pictures: Readonly<Record<string, { readonly from: RecordingName; readonly shown: ResultPicture[] }>> = {
  table1: {
    from: 'table1',
    shown: [{ name: 'table1-comparison', alt: `${beside}, of the networks of Table 1` }],
  },
  ...Object.fromEntries(
    [1, 4, 5, 6, 7, 8, 9, 10, 11].map((figure) => [
      `fig${figure}`,
      {
        from: 'quick',
        shown: [
          { name: `fig${figure}-comparison`, alt: `${beside}, the panels of figure ${figure} beside each other` },
        ],
      },
    ]),
  ),
  fig2: {
    from: 'quick',
    shown: [
      { name: 'fig2a-curves', alt: 'Loss, accuracy and Hessian trace in the course of training' },
      { name: 'fig2b-columns', alt: 'Norms of the columns of W1 at the end of training' },
    ],
  },
  fig3: {
    from: 'quick',
    shown: [
      { name: 'fig3-circle', alt: 'Eight samples on the unit circle, each with the arc on which its neuron is active' },
    ],
  },
};
