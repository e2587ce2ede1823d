import type { Study, StudySettings } from '../claims/index.ts';
import { lemma41 } from './lemma-4-1.ts';
import { lemmaA1 } from './lemma-a-1.ts';
import { lemmaA13 } from './lemma-a-13.ts';
import { noBiasA24 } from './no-bias-a-2-4.ts';
import { proposition41 } from './proposition-4-1.ts';
import { slips } from './slips.ts';
import { theorem41 } from './theorem-4-1.ts';
import { theorem51 } from './theorem-5-1.ts';

/** The paper's theory as statements that are checked by computing, by name. */
export const statements: Readonly<Record<string, (settings: StudySettings) => Study>> = {
  'lemma-4.1': lemma41,
  'theorem-4.1': theorem41,
  'proposition-4.1': proposition41,
  'theorem-5.1': theorem51,
  'lemma-a.1': lemmaA1,
  'a.2.4': noBiasA24,
  'lemma-a.13': lemmaA13,
  slips,
};
