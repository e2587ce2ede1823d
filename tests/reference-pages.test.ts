import { PluginRegistry } from '@sharpness-lab/core';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { commandPage } from '../docs/.vitepress/generate/command-page.ts';
import { escaped } from '../docs/.vitepress/generate/markdown.ts';
import { kindsWithPlugins, pluginPage } from '../docs/.vitepress/generate/plugin-pages.ts';
import { composeLab } from '../packages/cli/src/packages.ts';
import { createProgram } from '../packages/cli/src/program.ts';

const { registry } = await composeLab();
const program = createProgram(() => {});

/** A page without code: the part in which HTML and Vue are read. */
const prose = (page: string) => page.replace(/```.*?```/gs, '').replace(/`[^`]*`/g, '');

describe.each(kindsWithPlugins(registry))('the page of each %s', (kind) => {
  const page = pluginPage(registry, kind);

  test('has every plugin under an anchor of its name, with every option', () => {
    for (const { definition } of registry.list(kind)) {
      const { name, options } = definition;
      const section = page.slice(page.indexOf(`## ${name} {#${name}}`)).split(/^## /m)[1] ?? '';
      expect(section).toContain(escaped(definition.summary));
      for (const option of Object.keys(options.shape)) expect(section).toContain(`| \`${option}\` |`);
    }
  });

  test('has nothing that reads as HTML', () => expect(prose(page)).not.toMatch(/(?<!\\)<|\{\{/));
});

test('the page of metrics has their quantities, and pages have former names', () => {
  const metrics = pluginPage(registry, 'metric');
  for (const text of ['`train-loss`', 'Hessian trace Tr H', '`layer-2-norm`']) expect(metrics).toContain(text);
  expect(pluginPage(registry, 'initializer')).toContain('normal-fan-in');
});

test('the page of commands has every command with its arguments and options', () => {
  const page = commandPage(program);
  for (const command of program.commands) {
    const section = page.slice(page.indexOf(`## ${command.name()} {#`)).split(/^## /m)[1] ?? '';
    expect(section).toContain(escaped(command.description()));
    for (const { flags } of command.options) expect(section).toContain(`\`${flags}\``);
    for (const argument of command.registeredArguments) expect(section).toContain(argument.name());
  }
  expect(prose(page)).not.toMatch(/(?<!\\)<|\{\{/);
});

test('text is shown letter by letter', () => {
  const page = commandPage(
    new Command('odd').description('a <b> | [c] {{ d }}').addCommand(new Command('e').description('*f* `g`')),
  );
  expect(page).toContain('a \\<b\\> \\| \\[c\\] &#123;&#123; d }}');
  expect(page).toContain('\\*f\\* \\`g\\`');
});

test('kinds without plugins have no page', () => {
  expect(kindsWithPlugins(new PluginRegistry())).toEqual([]);
  expect(kindsWithPlugins(registry)).not.toContain('observer');
});
