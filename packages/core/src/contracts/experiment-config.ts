import { z } from '../vendor/zod.ts';
import { reference } from './reference.ts';

/** The order in which an epoch visits the training samples. */
export const sampleOrders = ['shuffled', 'with-replacement', 'fixed'] as const;
export type SampleOrder = (typeof sampleOrders)[number];

/** Schema of a phase: a stretch of training with its own optimizer settings. */
const phaseSchema = z.strictObject({
  optimizer: reference('optimizer'),
  epochs: z.int().min(1).describe('passes over the training set'),
  batchSize: z.int().min(1).default(1).describe('samples a step, from 1 to the size of the training set'),
  order: z
    .enum(sampleOrders)
    .default('shuffled')
    .describe('a fresh permutation each epoch, independent draws, or always the same order'),
  constraint: reference('constraint').optional().describe('projection after every step'),
  keepState: z.boolean().default(false).describe('go on with the previous phase’s optimizer state'),
});

/** Schema of the points at which metrics are measured; the first and last epoch of every phase always are. */
const measureSchema = z.strictObject({
  every: z.int().min(1).optional().describe('measure at every multiple of this many epochs'),
  logSpaced: z.int().min(2).optional().describe('measure at about this many epochs, evenly spaced in their logarithm'),
});

/** Schema of an experiment, before its plugin references are resolved. */
export const experimentSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'expected letters, digits, ".", "_" and "-" only')
    .default('experiment')
    .describe('a label; it does not influence results'),
  seed: z.int().min(0).default(0).describe('the root of every random stream'),
  dataset: reference('dataset'),
  model: reference('model'),
  init: reference('initializer'),
  loss: reference('loss'),
  engine: z
    .union([z.literal('auto'), reference('engine')])
    .default('auto')
    .describe('what executes the arithmetic; "auto" takes the fastest engine that can'),
  phases: z.array(phaseSchema).describe('one after the other; none at all measures the initial network'),
  metrics: z.array(reference('metric')).default([]),
  measure: measureSchema.prefault({}),
  observers: z.array(reference('observer')).default([]).describe('listeners; they do not influence results'),
  plugins: z.array(z.string().min(1)).default([]).describe('further plugin packages: names or paths'),
});

/** The input that a user writes. */
export type ExperimentInput = z.input<typeof experimentSchema>;

/** A complete and valid experiment: every default filled in, every plugin reference resolved. Serialises to plain JSON. */
export type ExperimentConfig = z.output<typeof experimentSchema>;
export type PhaseConfig = z.output<typeof phaseSchema>;
