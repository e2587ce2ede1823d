import { PLUGIN_KINDS } from '@sharpness-lab/core';
import { defaults, presets } from '@sharpness-lab/paper';
import { reproductions, verifications } from '@sharpness-lab/paper/studies';
import type { Command } from 'commander';
import { completedCommands } from '../completion/completed-commands.ts';
import { keyWords } from '../completion/key-words.ts';
import { type Shell, shells } from '../completion/shells.ts';
import { experimentJsonSchema } from '../experiment-json-schema.ts';
import { composeLab } from '../packages.ts';

/**
 * Prints a script that completes the command line in a shell. The script contains all names, so that no key press waits
 * for the lab.
 */
export async function completion(program: Command, shell: Shell): Promise<void> {
  const lab = await composeLab();
  const commands = completedCommands(program, {
    kind: PLUGIN_KINDS,
    plugin: lab.registry.list().map(({ definition }) => definition.name),
    '--engine': lab.registry.list('engine').map(({ definition }) => definition.name),
    '--figure': Object.keys(reproductions),
    '--x': ['epoch', 'step', 'time'],
    experiment: Object.keys(presets),
    'key=value': keyWords(experimentJsonSchema(lab.registry, defaults)),
    study: Object.keys(reproductions),
    statement: Object.keys(verifications),
  });
  const script = await shells[shell]();
  process.stdout.write(script(commands));
}
