import { LabError } from '../../errors.ts';
import { VERSION } from '../../version.ts';

/** The format of the files of a run that this version writes. Files that name none are of format 0, of version 0.1.0. */
export const FORMAT = 1;

/**
 * The format that a file of a run names.
 *
 * @param file what messages call it
 * @throws LabError of kind `store` when this version does not read it
 */
export function formatOf(file: string, { format = 0 }: { readonly format?: unknown }): number {
  if (typeof format === 'number' && Number.isInteger(format) && format >= 0 && format <= FORMAT) return format;
  throw new LabError(
    'store',
    `${file} has format ${JSON.stringify(format)}, and this version, ${VERSION}, reads formats up to ${FORMAT}: update Sharpness Lab`,
  );
}
