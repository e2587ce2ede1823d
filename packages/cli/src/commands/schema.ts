import { defaults } from '@sharpness-lab/paper';
import { experimentJsonSchema } from '../experiment-json-schema.ts';
import { composeLab } from '../packages.ts';

/** Prints the JSON Schema of experiment files. */
export async function schema(plugins: readonly string[]): Promise<void> {
  const lab = await composeLab(plugins);
  process.stdout.write(`${JSON.stringify(experimentJsonSchema(lab.registry, defaults), undefined, 2)}\n`);
}
