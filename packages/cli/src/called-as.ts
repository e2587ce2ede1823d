import { basename, delimiter, dirname, relative, sep } from 'node:path';

/**
 * How the user calls this command: `sharpness` where it is on the path, `npx sharpness` where npm installed it in a
 * project, `node packages/cli/bin/sharpness.js` where its file was given to Node.js. It is `sharpness` in other programs.
 *
 * @param script the path of the program that Node.js runs
 * @param environment its variables
 */
export function calledAs(script = process.argv[1] ?? '', environment: NodeJS.ProcessEnv = process.env): string {
  if (!['sharpness', 'sharpness.js'].includes(basename(script))) return 'sharpness';
  const folders = dirname(script).split(sep);
  // npx has fetched the package by its own name, because no project has it installed.
  if (folders.includes('_npx')) return 'npx sharpness-lab';
  if (folders.at(-1) === '.bin') return 'npx sharpness';
  // On Windows npm calls the file of an installed package.
  if (folders.includes('node_modules')) return environment.npm_command === 'exec' ? 'npx sharpness' : 'sharpness';
  if (environment.PATH?.split(delimiter).includes(dirname(script))) return 'sharpness';
  const path = relative('.', script);
  return `${script.endsWith('.js') ? 'node ' : ''}${path.includes(' ') ? `'${path}'` : path}`;
}

/** A message in which each command in quotation marks, such as "sharpness resume runs/a", is as the user calls it. */
export function withCommands(message: string): string {
  return message.replaceAll('"sharpness ', `"${calledAs()} `);
}
