import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** The output of `npm config get`; undefined if the key is not set. */
function npmConfig(key) {
  const value = execFileSync('npm', ['config', 'get', key], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
  return ['null', 'undefined', ''].includes(value) ? undefined : value;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts a registry of our own on the loopback interface, with all its data in a folder. It has our packages only if
 * they were published to it. It takes all other packages from the registry in the configuration of npm.
 *
 * @returns its address, an environment in which npm uses it without the user's settings and caches, and a function that
 *   ends it
 */
export async function startRegistry(root, folder) {
  mkdirSync(folder, { recursive: true });
  const ours = { access: '$all', publish: '$all' };
  const config = {
    storage: './storage',
    max_body_size: '50mb',
    web: { enable: false },
    auth: { htpasswd: { file: './htpasswd', max_users: -1 } },
    // The registry passes packages on without storing them, because npm has a cache too.
    uplinks: { public: { url: npmConfig('registry'), cache: false, timeout: '60s' } },
    packages: { '@sharpness-lab/*': ours, 'sharpness-lab': ours, '**': { access: '$all', proxy: 'public' } },
    log: { type: 'stdout', format: 'pretty', level: 'warn', colors: false },
  };
  // JSON is YAML, too.
  writeFileSync(join(folder, 'config.yaml'), JSON.stringify(config));

  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const npmrc = join(folder, 'npmrc');
  // npm publishes only with a token. Everybody may publish to this registry, so every token will do.
  writeFileSync(
    npmrc,
    [
      `registry=${url}`,
      `//127.0.0.1:${port}/:_authToken=rehearsal`,
      `cache=${join(folder, 'npm-cache')}`,
      'audit=false',
      'fund=false',
      'update-notifier=false',
      '',
    ].join('\n'),
  );
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const authorities = process.env.NODE_EXTRA_CA_CERTS ?? npmConfig('cafile');
  const env = {
    ...environment,
    ...(authorities === undefined ? {} : { NODE_EXTRA_CA_CERTS: authorities }),
    HOME: folder,
    npm_config_userconfig: npmrc,
    npm_config_globalconfig: join(folder, 'none'),
  };

  const log = join(folder, 'registry.log');
  const output = openSync(log, 'w');
  const program = join(root, 'node_modules/verdaccio/bin/verdaccio');
  const server = spawn(
    process.execPath,
    [program, '--config', join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`],
    {
      cwd: folder,
      env,
      stdio: ['ignore', output, output],
    },
  );
  const ended = once(server, 'exit');
  process.once('exit', () => server.kill());
  const stop = async () => {
    server.kill();
    await ended;
  };
  for (let waited = 0; !(await answers(url)); waited++) {
    if (server.exitCode !== null || waited >= 300) {
      await stop();
      throw new Error(`the registry does not start:\n${readFileSync(log, 'utf8')}`);
    }
    await setTimeout(100);
  }
  return { url, env, log, stop };
}

async function answers(url) {
  try {
    return (await fetch(`${url}-/ping`)).ok;
  } catch {
    return false;
  }
}
