import { z } from '@sharpness-lab/core';

/** The option every two-layer architecture has. */
export const widthOption = z.int().min(1).default(500).describe('number of hidden neurons');
