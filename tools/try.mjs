import { startRegistry } from './rehearsal/registry.mjs';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
const root = '/work/wt/publishing';
let t0=Date.now(); const lap=(s)=>{console.log('LAP', s, ((Date.now()-t0)/1000).toFixed(1)); t0=Date.now();};
const r = await startRegistry(root, '/tmp/pubtry/reg');
lap('up');
try {
  execFileSync('npx', ['nx', 'release', 'publish', '--first-release', '--registry', r.url], { cwd: root, env: {...r.env, NX_DAEMON:'false', CI:'true'}, stdio: 'ignore' });
  lap('published');
  for (const p of ['sharpness-lab', '@sharpness-lab/core', '@sharpness-lab/core @sharpness-lab/metrics', '@sharpness-lab/metrics', '@sharpness-lab/report', '@sharpness-lab/core @sharpness-lab/engine-wasm @sharpness-lab/datasets @sharpness-lab/models @sharpness-lab/optimizers', '@sharpness-lab/engine-tfjs', 'node@22 node24@npm:node@24']) {
  const dir = '/tmp/pubtry/app' + Math.random();
  mkdirSync(dir, { recursive: true });
  execFileSync('npm', ['install', ...p.split(' ')], { cwd: dir, env: r.env, stdio: 'inherit' });
  lap('installed ' + p);
  console.log(execFileSync('bash', ['-c', 'du -sm .; ls node_modules node_modules/@*| head -100 | tr "\n" " "; npm ls --all 2>&1 | tail -100 | head -30'], { cwd: dir, env: r.env, encoding: 'utf8' }));
  if (p === 'sharpness-lab') {
    lap('');
    execFileSync('npx', ['sharpness', 'reproduce', 'fig6b', '--seeds', '1'], { cwd: dir, env: r.env, stdio: 'inherit' });
    lap('fig6b');
    execFileSync('npx', ['sharpness', 'reproduce', 'table1', '--seeds', '1'], { cwd: dir, env: r.env, stdio: 'inherit' });
    lap('table1');
  }
  }
} finally { await r.stop(); lap('stopped'); console.log(readFileSync(r.log,'utf8').slice(-2000)); }
