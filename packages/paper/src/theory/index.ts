import type { Study, StudySettings } from '../claims/index.ts';

/** The paper's theory as statements that are checked by computing, by name. */
export const statements: Readonly<Record<string, (settings: StudySettings) => Study>> = {};
