import { testPlugins } from '@sharpness-lab/core/testing';
import * as plugins from './plugins.ts';

testPlugins(plugins, { hessianTrace: [{}, { options: { samples: 10 } }] });
