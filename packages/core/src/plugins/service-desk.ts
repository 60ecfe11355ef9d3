import type { ServiceToken } from '../contracts/plugin.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { PluginInstance } from './plugin-instance.ts';
import type { Problem } from './plugin-problem.ts';

/** A service that is there, and whose it is. */
export interface Service {
  readonly value: unknown;
  readonly owner: PluginInstance;
  /** Of a registry further out, which knows nothing of who uses it here. */
  readonly outer?: boolean;
}

export type Services = ReadonlyMap<string, Service>;

/** One plugin of a group that is set up side by side. */
export interface Customer {
  readonly name: string;
  needs: readonly string[];
  readonly offers: readonly string[];
  status: 'working' | 'waiting' | 'ready' | 'failed';
}

/** Hands services from plugin to plugin while a group is set up. When all that are left wait for each other, none of them can go on. */
export class ServiceDesk {
  readonly services: Map<string, Service>;
  readonly #customers: Customer[] = [];
  readonly #verdicts = new Map<Customer, Problem>();
  #wakers: (() => void)[] = [];

  constructor(services: Services) {
    this.services = new Map(services);
  }

  /** All of a group enter before one of them waits. */
  enter(name: string, offers: readonly ServiceToken[] = []): Customer {
    const customer: Customer = {
      name,
      needs: [],
      offers: offers.map(({ service }) => service),
      status: 'working',
    };
    this.#customers.push(customer);
    return customer;
  }

  /** Resolves with nothing when what it needs is there, with the reason when it cannot come any more. */
  async wait(customer: Customer, needs: readonly ServiceToken[] = []): Promise<Problem | undefined> {
    customer.needs = needs.map(({ service }) => service);
    if (this.#missing(customer).length === 0) return undefined;
    customer.status = 'waiting';
    this.#judge();
    while (this.#missing(customer).length > 0) {
      const verdict = this.#verdicts.get(customer);
      if (verdict) return verdict;
      await new Promise<void>((resolve) => this.#wakers.push(resolve));
    }
    customer.status = 'working';
    return undefined;
  }

  leave(customer: Customer, status: 'ready' | 'failed'): void {
    customer.status = status;
    this.#judge();
  }

  #missing({ needs }: Customer): readonly string[] {
    return needs.filter((service) => !this.services.has(service));
  }

  /** What is missing and cannot come is told to all at once: afterwards it would be a matter of who is asked first. */
  #judge(): void {
    const blocked = this.#customers.filter(
      (customer) => customer.status === 'waiting' && this.#missing(customer).length > 0,
    );
    const busy = this.#customers.some(
      (customer) =>
        customer.status === 'working' || (customer.status === 'waiting' && !blocked.includes(customer)),
    );
    if (!busy) for (const customer of blocked) this.#verdicts.set(customer, this.#explain(customer));
    for (const wake of this.#wakers.splice(0)) wake();
  }

  #explain(customer: Customer): Problem {
    const [service = ''] = this.#missing(customer);
    const source = this.#customers.find(({ offers }) => offers.includes(service));
    if (!source) {
      const known = [...this.services.keys(), ...this.#customers.flatMap(({ offers }) => offers)];
      return {
        cause: `it needs the service "${service}", which no plugin offers`,
        hint: didYouMean(service, known).trim() || `Add a plugin that offers "${service}"`,
      };
    }
    const circle = this.#circle(customer);
    if (circle) {
      return {
        cause: `it waits for itself: ${circle.join(' → ')}`,
        hint: 'Let one of them do without, or ask for it later with services.find()',
      };
    }
    const reason = source.status === 'failed' ? 'has failed' : 'is not there';
    return {
      cause: `it needs the service "${service}" of plugin "${source.name}", which ${reason}`,
      hint: `See to plugin "${source.name}" first`,
    };
  }

  /** The names on the way from a plugin back to itself, along what each of them misses. */
  #circle(start: Customer): readonly string[] | undefined {
    const seen = new Set<Customer>();
    const walk = (customer: Customer, path: readonly string[]): readonly string[] | undefined => {
      for (const service of this.#missing(customer)) {
        const source = this.#customers.find(({ offers }) => offers.includes(service));
        if (source === start) return [...path, start.name];
        if (!source || seen.has(source)) continue;
        seen.add(source);
        const found = walk(source, [...path, source.name]);
        if (found) return found;
      }
      return undefined;
    };
    return walk(start, [start.name]);
  }
}
