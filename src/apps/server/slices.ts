import * as community from '../../capabilities/community/server.ts';
import * as duties from '../../capabilities/duties/server.ts';
import * as readiness from '../../capabilities/readiness/server.ts';
import * as register from '../../capabilities/register/server.ts';
import * as response from '../../capabilities/response/server.ts';
import * as warnings from '../../capabilities/warnings/server.ts';
import type { Handler, Reaction } from '../../platform/server/commands/handler.ts';
import { handlers as deviceHandlers } from '../../platform/server/devices/handlers.ts';
import type { Routes } from '../../platform/server/http/route-context.ts';
import type { Chore, Clockwork, Job } from '../../platform/server/jobs/jobs.ts';
import type { Answer } from '../../platform/server/queries/answer.ts';
import type { Feed } from '../../platform/server/queries/pull.ts';
import type { Measure } from '../../platform/server/rollup/rollup.ts';

/** What the `server.ts` of a slice may offer. */
export interface ServerDoor {
  readonly handlers?: readonly Handler[];
  readonly answers?: readonly Answer[];
  readonly feeds?: readonly Feed[];
  readonly reactions?: readonly Reaction[];
  readonly routes?: Routes;
  readonly jobs?: readonly Job[];
  readonly clockwork?: readonly Clockwork[];
  readonly chores?: readonly Chore[];
  readonly measures?: readonly Measure[];
}

/** Every slice that runs on the server, and what the platform itself offers. */
export const slices: readonly ServerDoor[] = [community, register, duties, warnings, readiness, response, { handlers: deviceHandlers }];
