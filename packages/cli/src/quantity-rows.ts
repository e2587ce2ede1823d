import { type Definition, type ParameterSpecs, type Quantity, titleOf } from '@sharpness-lab/core';

/** Two layers, for metrics that measure something of each. */
const specs: ParameterSpecs = {
  W1: { shape: [1, 1], layer: 1, fanIn: 1 },
  W2: { shape: [1, 1], layer: 2, fanIn: 1 },
};

/** A row for each quantity of a metric with default options, in a network of two layers: name, title, scale, what is better. */
export function quantityRows({ quantities, options }: Definition<'metric'>): string[][] {
  return declared(quantities, options).map((quantity) => {
    const { name, scale, better = '-' } = quantity;
    return [name, titleOf(quantity), scale, better];
  });
}

/** None where they depend on options that have no default. */
function declared(
  quantities: Definition<'metric'>['quantities'],
  options: Definition<'metric'>['options'],
): readonly Quantity[] {
  if (typeof quantities !== 'function') return quantities;
  const { success, data } = options.safeParse({});
  return success ? quantities(data, { specs }) : [];
}
