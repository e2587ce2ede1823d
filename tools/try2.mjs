import { startRegistry } from './rehearsal/registry.mjs';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
const r = await startRegistry('/work/wt/publishing', '/tmp/pubtry/reg2');
try { const x = await fetch(r.url+'cli-progress'); console.log(x.status, (await x.text()).slice(0,300)); }
finally { await r.stop();  console.log(readFileSync(r.log,'utf8').slice(-3000)); }
