import type { StudyRecord } from '@sharpness-lab/studies';

/** What tells a study apart from the others of a report. */
type Identity = Pick<StudyRecord, 'name' | 'scale'>;

/** Tells studies apart in words: ` (quick scale)` where the report has the same study at another scale, too. */
export type ScaleNote = (study: Identity) => string;

export function scaleNotes(studies: readonly Identity[]): ScaleNote {
  return ({ name, scale }) =>
    studies.some((other) => other.name === name && other.scale !== scale) ? ` (${scale} scale)` : '';
}

/** The identifier of a study's place in the page. */
export function studyAnchor({ name, scale }: Identity): string {
  return `study-${anchorText(name)}-${scale}`;
}

/** The identifier of the place of a study's claim. */
export function claimAnchor(study: Identity, id: string): string {
  return `${studyAnchor(study)}-claim-${anchorText(id)}`;
}

function anchorText(name: string): string {
  return name.replaceAll(/[^\w-]+/g, '-');
}
