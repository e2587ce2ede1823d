// tfjs has a platform for Node.js from before Node.js had the functions of browsers. With that of browsers, the same
// bundle runs in both.
import { env } from '@tensorflow/tfjs-core/dist/environment.js';
import { PlatformBrowser } from '@tensorflow/tfjs-core/dist/platforms/platform_browser.js';

if (!env().get('IS_BROWSER')) env().setPlatform('node', new PlatformBrowser());
