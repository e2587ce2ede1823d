import { ArrayProblem, attribute, type ParameterSpecs, type Phase, rootStream, type Vector } from '@sharpness-lab/core';

/** Counts the vectors of optimizers. Its vectors are empty, so that counting costs nothing. */
class VectorCount extends ArrayProblem<Float32Array> {
  readonly states = new Set<string>();
  scratch = 0;

  override vector(): Vector {
    this.scratch++;
    return super.vector();
  }

  override state(name: string): Vector {
    this.states.add(name);
    return super.state(name);
  }
}

/** The largest number of vectors that optimizers and constraints hold at a time, found by starting each phase's. */
export function countVectors(phases: readonly Phase[], specs: ParameterSpecs): number {
  const problem = new VectorCount({
    specs: Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, { ...spec, shape: [0] }])),
    parameters: new Float32Array(),
    gradient: () => 0,
    targetAt: () => 0,
    stream: rootStream(0),
  });
  let largest = 0;
  for (const { config, optimizer, constraint } of phases) {
    if (!config.keepState) problem.states.clear();
    problem.scratch = 0;
    attribute(optimizer, () => optimizer.start(problem));
    if (constraint !== undefined) attribute(constraint, () => constraint.start(problem));
    largest = Math.max(largest, problem.scratch + problem.states.size);
  }
  return largest;
}
