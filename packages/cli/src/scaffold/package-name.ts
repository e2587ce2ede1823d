import { LabError } from '@sharpness-lab/core';

/** The names of a new package and of its plugin. */
export interface PackageName {
  /** The published name, `@scope/name` or `name`. */
  readonly full: string;
  /** The name of the plugin and of the folder, without the scope. */
  readonly plugin: string;
}

const WORD = '[a-z0-9]+(?:-[a-z0-9]+)*';
const NAME = new RegExp(`^(?:@${WORD}/)?(${WORD})$`);
/** The longest name that the registry allows. */
const LONGEST = 214;

/** @throws LabError of kind `config` for a name that the registry or the lab would refuse */
export function parsePackageName(name: string): PackageName {
  const plugin = NAME.exec(name)?.[1];
  if (plugin !== undefined && name.length <= LONGEST) {
    if (!isValueInYaml(plugin)) return { full: name, plugin };
    throw new LabError(
      'config',
      `name "${name}": experiments would read ${plugin} as a value and not as a name: choose another, such as my-${plugin}`,
    );
  }
  throw new LabError(
    'config',
    `name "${name}": expected lower-case letters, digits and hyphens, at most ${LONGEST}, for example my-plugin or @me/my-plugin${suggestion(name)}`,
  );
}

/** Whether YAML reads a word as something else than a text, as it reads `1e5` and `true`. */
function isValueInYaml(word: string): boolean {
  return ['true', 'false', 'null'].includes(word) || !Number.isNaN(Number(word));
}

/** The nearest name that is allowed. */
function suggestion(name: string): string {
  const nearest = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[\s_.]+/g, '-');
  return nearest !== name && NAME.test(nearest) && nearest.length <= LONGEST ? ` (did you mean "${nearest}"?)` : '';
}
