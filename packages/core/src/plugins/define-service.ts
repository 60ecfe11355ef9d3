import type { OfferedService, ServiceToken } from '../contracts/plugin.ts';

/** Names a service that one plugin offers and others need: `const clock = defineService<Clock>('clock')`. The same name is the same service. */
export function defineService<T>(name: string): ServiceToken<T> {
  return Object.freeze({ service: name });
}

/** For the `services` that `setup` returns: `services: [offer(clock, systemClock)]`. */
export function offer<T>(token: ServiceToken<T>, value: T): OfferedService<T> {
  return { token, value };
}
