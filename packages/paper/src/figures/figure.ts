import type { ExperimentInput } from '@sharpness-lab/core';
import type { NetworkPicture } from '@sharpness-lab/report';
import type { FinishedRun } from '@sharpness-lab/studies';
import type { FigureClaim } from './figure-claim.ts';

/** A panel of a figure. */
interface Panel {
  /** What it shows. */
  readonly title: string;
  /** What is trained, at the paper's settings; a panel about another panel's networks has no training of its own. */
  readonly training?: Training;
  /** The panel whose networks it is about, in the place of its own. */
  readonly networksOf?: string;
  /** What is measured along training and drawn beside losses, accuracies and the Hessian trace. */
  readonly metrics?: readonly string[];
  /**
   * What is drawn of the network at the end. Activations stand where the paper is about memorizing, and where it is
   * about the contrast to it; they need ReLU networks without normalization, whose output adds up what the neurons
   * contribute.
   */
  readonly pictures?: readonly NetworkPicture[];
}

/** An experiment at two lengths. */
interface Training {
  readonly experiment: ExperimentInput;
  /**
   * Epochs of each phase at quick scale: sizes and learning rates stay the paper's, and the training still ends where
   * it interpolates with a trace near its final value. Settled in pilot runs.
   */
  readonly quickEpochs: readonly number[];
}

/** A figure of the paper: what its panels show, and what is claimed about them. */
export interface Figure {
  /** For example `fig4`. */
  readonly name: string;
  readonly panels: Readonly<Record<string, Panel>>;
  /** What is claimed; an id starts with the name of its panel. */
  readonly claims: readonly FigureClaim[];
  /** A further table on the runs that completed, as plain text. */
  table?(completed: readonly FinishedRun[]): string | undefined;
}
