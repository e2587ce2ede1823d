/**
 * The path of an option in words, from the whole to the part: `phases.0.optimizer.base.learningRate` is `phase 1`,
 * `optimizer`, `base`, `learning rate`.
 */
export function optionWords(path: string): string[] {
  const parts = path.split('.');
  return parts.flatMap((part, k) => {
    if (/^\d+$/.test(part)) return [];
    const words = part.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    const index = parts[k + 1];
    return [index !== undefined && /^\d+$/.test(index) ? `${words.replace(/s$/, '')} ${Number(index) + 1}` : words];
  });
}
