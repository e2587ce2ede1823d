import type { Tfjs } from './namespace.ts';
import { registerZeroGradients } from './zero-gradients.ts';

/** tfjs without its banner, and with gradients of comparisons. */
export function prepared(tf: Tfjs): Tfjs {
  // In this mode tfjs does not print a banner.
  tf.enableProdMode();
  registerZeroGradients(tf);
  return tf;
}
