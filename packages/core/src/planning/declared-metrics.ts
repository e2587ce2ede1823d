import { describeIssues } from '../config/issues.ts';
import type { DeclaredMetric, Metric } from '../contracts/metric.ts';
import type { ParameterSpecs } from '../contracts/model.ts';
import { type Quantity, quantitySchema } from '../contracts/quantity.ts';
import type { ResolvedReference } from '../contracts/reference.ts';
import type { Contents } from '../contracts/sources.ts';
import { LabError } from '../errors.ts';
import { attribute, pluginError } from '../plugins/attribution.ts';
import type { PluginRegistry } from '../plugins/registry.ts';
import { z } from '../vendor/zod.ts';

const quantitiesSchema = z.array(quantitySchema);

/**
 * Creates the metrics of an experiment, each with the quantities that it declares there.
 *
 * @param specs the parameters of the experiment's model
 * @param contents the content of every file that a metric declares as its source
 * @throws LabError of kind `plugin` naming the metric whose quantities are malformed, and of kind `config` when two
 *   metrics declare one quantity
 */
export function declaredMetrics(
  references: readonly ResolvedReference<'metric'>[],
  specs: ParameterSpecs,
  registry: PluginRegistry,
  contents: Contents,
): DeclaredMetric[] {
  const owners = new Map<string, string>();
  return references.map((reference, index) => {
    const metric = registry.create(reference, contents);
    const { quantities: declaration } = registry.get('metric', reference.name).definition;
    const declared =
      typeof declaration === 'function'
        ? attribute(metric, () => declaration(reference.options, { specs }))
        : declaration;
    const quantities = checked(metric, declared);
    for (const { name } of quantities) {
      const owner = owners.get(name);
      if (owner !== undefined) {
        throw new LabError(
          'config',
          `metrics.${index}: "${reference.name}" measures "${name}", as metric "${owner}" does: take one of them out of the list`,
        );
      }
      owners.set(name, reference.name);
    }
    return { metric, quantities };
  });
}

function checked(metric: Metric, declared: unknown): readonly Quantity[] {
  const parsed = quantitiesSchema.safeParse(declared);
  if (!parsed.success) {
    throw pluginError(metric, describeIssues(parsed.error.issues, declared, ['quantities'], quantitiesSchema));
  }
  const names = parsed.data.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw pluginError(metric, `quantities: "${twice}" is there twice`);
  for (const { name, boundFor } of parsed.data) {
    if (boundFor === undefined || names.includes(boundFor.having)) continue;
    const expected = `expected the name of another of its quantities, got "${boundFor.having}"`;
    throw pluginError(metric, `quantities: "${name}": boundFor.having: ${expected}`);
  }
  return parsed.data;
}
