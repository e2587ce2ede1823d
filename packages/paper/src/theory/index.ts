import type { Study, StudySettings } from '@sharpness-lab/studies';
import { proposition42, proposition52 } from './generalizing-flattest.ts';
import { lemma41 } from './lemma-4-1.ts';
import { lemmaA1 } from './lemma-a-1.ts';
import { lemmaA13 } from './lemma-a-13.ts';
import { noBiasA24 } from './no-bias-a-2-4.ts';
import { proposition41 } from './proposition-4-1.ts';
import { propositionA1 } from './proposition-a-1.ts';
import { propositionA2 } from './proposition-a-2.ts';
import { simBnOffCompleteSets } from './sim-bn-off-complete-sets.ts';
import { slips } from './slips.ts';
import { startsFromFlattest } from './starts-from-flattest.ts';
import { theorem31 } from './theorem-3-1.ts';
import { theorem32 } from './theorem-3-2.ts';
import { theorem41 } from './theorem-4-1.ts';
import { theorem41Deep } from './theorem-4-1-deep.ts';
import { theorem51 } from './theorem-5-1.ts';

/** The paper's theory as statements that are checked by computing, by name. */
export const statements: Readonly<Record<string, (settings: StudySettings) => Study>> = {
  'lemma-4.1': lemma41,
  'theorem-3.1': theorem31,
  'theorem-3.2': theorem32,
  'theorem-4.1': theorem41,
  'theorem-4.1-deep': theorem41Deep,
  'proposition-4.1': proposition41,
  'proposition-4.2': proposition42,
  'theorem-5.1': theorem51,
  'proposition-5.2': proposition52,
  'proposition-a.1': propositionA1,
  'proposition-a.2': propositionA2,
  'lemma-a.1': lemmaA1,
  'a.2.4': noBiasA24,
  'lemma-a.13': lemmaA13,
  slips,
  'starts-from-flattest': startsFromFlattest,
  'sim-bn-off-complete-sets': simBnOffCompleteSets,
};
