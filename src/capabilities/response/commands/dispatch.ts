import { z } from 'zod';
import { command } from '../../../kernel/command.ts';
import { idOf, type OrganisationId, type PersonId, type PositionId } from '../../../kernel/ids.ts';
import { ok, refuse } from '../../../kernel/result.ts';
import type { TaskChange } from '../changes.ts';
import { taskId } from '../model.ts';
import type { TaskState } from './tasks.ts';

const AssignTask = z.object({
  taskId,
  organisationId: idOf<OrganisationId>(),
  positionId: idOf<PositionId>().nullable(),
  personId: idOf<PersonId>().nullable().default(null),
});
type AssignTask = z.infer<typeof AssignTask>;

/** Says who answers for a task from now on. */
export const assignTask = command<AssignTask, TaskState, TaskChange>({
  name: 'response.assignTask',
  ver: 1,
  payload: AssignTask,
  duty: 'response.dispatch',
  urgency: 'field',
  offline: false,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'response.taskGone');
    if (state.at === 'done' || state.at === 'dropped') return refuse('conflict', 'response.taskOver');
    return ok([{ type: 'taskAssigned', taskId: p.taskId, owner: { organisation: p.organisationId, position: p.positionId }, assignee: p.personId }]);
  },
});

const DropTask = z.object({ taskId, reason: z.string().trim().min(1).max(300) });
type DropTask = z.infer<typeof DropTask>;

/** Takes a task off the list because it is no longer needed, and says why. */
export const dropTask = command<DropTask, TaskState, TaskChange>({
  name: 'response.dropTask',
  ver: 1,
  payload: DropTask,
  duty: 'response.dispatch',
  urgency: 'field',
  offline: false,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'response.taskGone');
    if (state.at === 'done' || state.at === 'dropped') return refuse('conflict', 'response.taskOver');
    return ok([{ type: 'taskDropped', taskId: p.taskId, requestId: state.task.request, reason: p.reason }]);
  },
});
