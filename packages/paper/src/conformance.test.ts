import { drawData, type InitializerContext, type Model } from '@sharpness-lab/core';
import { createPlugin, testPlugins } from '@sharpness-lab/core/testing';
import { xor } from '@sharpness-lab/datasets';
import { mlpBias, mse, twoLayerBias, twoLayerNoBias, twoLayerSimBn, twoLayerSimLn } from '@sharpness-lab/models';
import * as plugins from './plugins.ts';

const dimension = 10;
const { train } = drawData(createPlugin(xor, { dimension, trainSize: 12, testSize: 1 }), 0);

function context(name: string, model: Model, options: Record<string, unknown>): InitializerContext {
  return { model: name, modelOptions: options, specs: model.parameters(dimension), train };
}

const bias = (width: number) => context('2-mlp-bias', createPlugin(twoLayerBias, { width }), { width });
const noBias = (width: number) => context('2-mlp-no-bias', createPlugin(twoLayerNoBias, { width }), { width });
const deep = (widths: number[]) => context('mlp-bias', createPlugin(mlpBias, { widths }), { widths });
const simBn = context('2-mlp-sim-bn', createPlugin(twoLayerSimBn, { width: 9 }), { width: 9 });
const simLn = context('2-mlp-sim-ln', createPlugin(twoLayerSimLn, { width: 12 }), { width: 12, epsilon: 1e-5 });

testPlugins(
  plugins,
  {
    memorizing: [
      { context: bias(20), fixed: true, refused: [bias(11), noBias(20), simBn] },
      { context: deep([13, 12, 15]), fixed: true, refused: [deep([11, 12]), deep([12, 11]), deep([12, 11, 12])] },
      { options: { margin: 0.9 }, context: simLn, fixed: true },
    ],
    generalizing: [
      { context: noBias(6), fixed: true, refused: [noBias(3), bias(20)] },
      { context: simBn, fixed: true },
    ],
    generalizingFlattest: [
      { context: bias(6), fixed: true, refused: [bias(3), noBias(20), simBn] },
      { context: simLn, fixed: true },
    ],
    flatSearch: [{ context: simBn, refused: [bias(20), simLn] }],
    sharpnessBound: [twoLayerBias, twoLayerNoBias, twoLayerSimLn].map(({ name }) => ({
      experiment: { model: { name, width: 4 }, loss: 'mse' },
    })),
  },
  { plugins: [twoLayerBias, twoLayerNoBias, twoLayerSimLn, mse] },
);
