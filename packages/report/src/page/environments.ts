import type { StudyRecord } from '@sharpness-lab/studies';
import type { Environment } from '../runs/run.ts';
import { facts } from './elements.ts';
import { html, type Markup } from './html.ts';

/** The software and the machine of a computation. */
type Surroundings = StudyRecord['environment'] | Environment;

/**
 * The different environments of a page. Each is described once, and the results that were computed in it link to it.
 */
export class Environments {
  readonly #numbers = new Map<string, { readonly number: number; readonly environment: Surroundings }>();

  /** A link to an environment. */
  link(environment: Surroundings): Markup {
    const { number } = this.#add(environment);
    return html`<a href="#environment-${number}">environment ${number}</a>`;
  }

  /** Links to several environments, each once. */
  links(environments: readonly Surroundings[]): Markup {
    const numbers = [...new Set(environments.map((each) => this.#add(each).number))];
    const links = numbers.map((number) => html`<a href="#environment-${number}">environment ${number}</a>`);
    return html`${links.map((link, index) => html`${index > 0 ? ', ' : ''}${link}`)}`;
  }

  get size(): number {
    return this.#numbers.size;
  }

  /** All environments with a link to them. */
  list(): Markup[] {
    return [...this.#numbers.values()].map(
      ({
        number,
        environment: { versions, node, platform, cpu },
      }) => html`<h3 id="environment-${number}">Environment ${number}</h3>
${facts({
  Packages: Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', '),
  'Node.js': node,
  Platform: platform,
  Processor: cpu,
})}`,
    );
  }

  #add(environment: Surroundings): { readonly number: number } {
    const { versions, node, platform, cpu } = environment;
    const key = JSON.stringify([Object.entries(versions).sort(), node, platform, cpu]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const entry = { number: this.#numbers.size + 1, environment };
    this.#numbers.set(key, entry);
    return entry;
  }
}
