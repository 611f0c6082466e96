import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The figures of one running server. Labels are route patterns, command names and statuses: never who or where. */
export interface Metrics {
  readonly registry: Registry;
  readonly command: (name: string, status: string) => void;
  /** Counts a request that found no room. */
  readonly turnedAway: (urgency: string) => void;
  /** Adds a figure that is read when somebody looks. */
  readonly gauge: (name: string, help: string, read: () => number | Promise<number>) => void;
  /** Measures every request. */
  readonly watch: (app: FastifyInstance) => void;
}

export function makeMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const commands = new Counter({
    name: 'banyan_commands_total',
    help: 'Commands answered, by name and status',
    labelNames: ['name', 'status'],
    registers,
  });
  const requests = new Histogram({
    name: 'banyan_request_seconds',
    help: 'Time to answer a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const away = new Counter({
    name: 'banyan_requests_turned_away_total',
    help: 'Requests told to come again later, by urgency',
    labelNames: ['urgency'],
    registers,
  });
  const queries = new Histogram({
    name: 'banyan_query_seconds',
    help: 'Time to answer a query, by name',
    labelNames: ['name'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers,
  });
  return {
    registry,
    command: (name, status) => commands.inc({ name, status }),
    turnedAway: (urgency) => away.inc({ urgency }),
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      });
    },
    watch(app) {
      app.addHook('onResponse', async (request, reply) => {
        const route = request.routeOptions.url ?? 'unknown';
        const seconds = reply.elapsedTime / 1000;
        requests.observe({ method: request.method, route, status: reply.statusCode }, seconds);
        const { name } = (request.params ?? {}) as { name?: string };
        if (route === '/api/v1/query/:name' && reply.statusCode < 400 && name) queries.observe({ name }, seconds);
      });
    },
  };
}
