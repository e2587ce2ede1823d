import type { Study, StudySettings } from '../claims/index.ts';
import { flattestNets } from './flattest-nets.ts';
import { lemma41 } from './lemma-4-1.ts';
import { simBnOffCompleteSets } from './sim-bn-off-complete-sets.ts';
import { startsFromFlattest } from './starts-from-flattest.ts';
import { theorem31Rate } from './theorem-3-1-rate.ts';
import { theorem32 } from './theorem-3-2.ts';

/** The paper's theory as statements that are checked by computing, by name. */
export const statements: Readonly<Record<string, (settings: StudySettings) => Study>> = {
  'lemma-4-1': lemma41,
  ...flattestNets,
  'sim-bn-off-complete-sets': simBnOffCompleteSets,
  'starts-from-flattest': startsFromFlattest,
  'theorem-3-1-rate': theorem31Rate,
  'theorem-3-2': theorem32,
};
