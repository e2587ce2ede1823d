import { LabError } from '@sharpness-lab/core';
import { absoluteLocation } from '@sharpness-lab/core/node';

/**
 * The present locations of files that a run's plugins read, by their locations in its configuration.
 *
 * @param texts `<old>=<new>`
 * @throws LabError of kind `config` for a text that is none
 */
export function movedSources(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(texts.map(movedSource));
}

function movedSource(text: string): [string, string] {
  const [old = '', ...rest] = text.split('=');
  const place = rest.join('=');
  if (old !== '' && place !== '') return [absoluteLocation(old), absoluteLocation(place)];
  throw new LabError('config', `--source: expected <old>=<new>, the locations of a file, got ${JSON.stringify(text)}`);
}
