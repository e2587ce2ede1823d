import type { StudyRecord } from '@sharpness-lab/studies';

/** The properties that distinguish a study from the others of a report. */
type Identity = Pick<StudyRecord, 'name' | 'scale'>;

/** The words that distinguish studies: ` (quick scale)` if the report has the same study at another scale too. */
export type ScaleNote = (study: Identity) => string;

export function scaleNotes(studies: readonly Identity[]): ScaleNote {
  return ({ name, scale }) =>
    studies.some((other) => other.name === name && other.scale !== scale) ? ` (${scale} scale)` : '';
}

/** The identifier of a study in the page. */
export function studyAnchor({ name, scale }: Identity): string {
  return `study-${anchorText(name)}-${scale}`;
}

/** The identifier of a study's claim in the page. */
export function claimAnchor(study: Identity, id: string): string {
  return `${studyAnchor(study)}-claim-${anchorText(id)}`;
}

function anchorText(name: string): string {
  return name.replaceAll(/[^\w-]+/g, '-');
}
