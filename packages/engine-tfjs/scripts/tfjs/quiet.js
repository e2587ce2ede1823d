// Copies of tfjs in one process share their ops and gradients. A copy that comes second would warn of each one. Both
// bundles import this module, so that it is in what they share, before all that warns.
import '@tensorflow/tfjs-core/dist/engine.js';
import '@tensorflow/tfjs-core/dist/flags.js';
import { env } from '@tensorflow/tfjs-core/dist/environment.js';

env().set('PROD', true);
