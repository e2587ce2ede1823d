interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly then?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** The phases whose keys are proposed. */
const PHASES = ['0', '1'];

/**
 * What can change a configuration on the command line: each key by its path, as in `phases.0.epochs=`, and each value
 * that has a name, as in `loss=logistic`. The options of a plugin are those of any plugin of its kind, because which one
 * it is depends on the experiment. A plugin within a plugin of its kind is followed once.
 *
 * @param schema the JSON Schema of experiments
 * @returns sorted, without duplicates
 */
export function keyWords(schema: object): string[] {
  const { definitions = {} } = schema as Schema;
  const words = new Set<string>();

  function visit(part: Schema, path: string, kinds: readonly string[]): void {
    for (const value of [part.const, ...(part.enum ?? []), ...(part.type === 'boolean' ? [true, false] : [])]) {
      if (value !== undefined) words.add(`${path}=${value}`);
    }
    for (const branch of [...(part.anyOf ?? []), ...(part.allOf ?? []), ...(part.then ? [part.then] : [])]) {
      visit(branch, path, kinds);
    }
    const kind = part.$ref?.replace('#/definitions/', '');
    if (kind !== undefined && kinds.filter((each) => each === kind).length < 2) {
      visit(definitions[kind] as Schema, path, [...kinds, kind]);
    }
    for (const [key, property] of Object.entries(part.properties ?? {})) visitKey(property, `${path}.${key}`, kinds);
    if (part.items?.properties !== undefined) for (const phase of PHASES) visit(part.items, `${path}.${phase}`, kinds);
  }

  function visitKey(part: Schema, path: string, kinds: readonly string[]): void {
    words.add(`${path}=`);
    visit(part, path, kinds);
  }

  // Only the files in the folder of a run have a format.
  const { format: _format, ...keys } = (schema as Schema).properties ?? {};
  for (const [key, property] of Object.entries(keys)) visitKey(property, key, []);
  return [...words].sort();
}
