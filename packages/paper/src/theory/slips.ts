import { formatTable } from '@sharpness-lab/core';
import type { Study } from '@sharpness-lab/studies';
import { depthD } from './slips/depth-d.ts';
import { equation5 } from './slips/equation-5.ts';
import { labelSmoothing } from './slips/label-smoothing.ts';
import { lemmaA1Signs } from './slips/lemma-a-1-signs.ts';
import { lemmaA3 } from './slips/lemma-a-3.ts';
import { lemmaA13Constant } from './slips/lemma-a-13-constant.ts';
import type { Slip } from './slips/slip.ts';
import { theorem51Cases } from './slips/theorem-5-1-cases.ts';

/**
 * Slips in the printed paper. For each, one claim says that the printed formula is wrong, and one that the corrected
 * formula is right. Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve
 * Better Generalization", 2023, arXiv:2307.11007v2.
 */
export function slips(): Study {
  return {
    name: 'slips',
    title: 'formulas that are not what the paper means, and what they should be',
    experiments: {},
    conclude() {
      const all = [equation5, lemmaA1Signs, lemmaA3, lemmaA13Constant, labelSmoothing, depthD, theorem51Cases].map(
        (slip) => slip(),
      );
      return { claims: all.flatMap(({ claims }) => claims), tables: [tableOf(all)] };
    },
  };
}

function tableOf(all: readonly Slip[]): string {
  return formatTable([
    ['WHERE', 'QUANTITY', 'PRINTED', 'CORRECTED'],
    ...all.map(({ where, quantity, printed, corrected }) => [where, quantity, digits(printed), digits(corrected)]),
  ]);
}

function digits(value: number): string {
  return String(Number(value.toPrecision(5)));
}
