import { ContainerModule } from '../vendor/inversify.ts';
import { latest } from './container.ts';
import type { PluginModule } from './plugin-module.ts';
import type { Token } from './services.ts';

/** Hands out the service of a token. */
export type Services = <T>(token: Token<T>) => T;

/**
 * A container module that binds a service.
 *
 * @param create is called when the service is first asked for, with what hands out the services that it needs
 */
export function serviceModule<T>(token: Token<T>, create: (services: Services) => T): PluginModule<never> {
  return new ContainerModule(({ bind }) => {
    bind<T>(token)
      .toDynamicValue((context) => create((needed) => latest(context, needed)))
      .inSingletonScope();
  });
}
