import type { Words } from '../model.ts';
import type { ReportFacts } from '../queries.ts';

/** A value in a sentence: text or number as it is, an instant, a text in several languages, or the name of a code, a grid or a hazard. */
export type Slot =
  | string
  | number
  | { readonly at: string }
  | { readonly words: Words }
  | { readonly key: string }
  | { readonly grid: string }
  | { readonly hazard: string };

/** One sentence: message key and what fills it. */
export interface Line {
  readonly key: string;
  readonly slots: Readonly<Record<string, Slot>>;
}

export interface Section {
  readonly heading: string;
  readonly lines: readonly Line[];
  readonly table?: { readonly columns: readonly string[]; readonly rows: readonly (readonly Slot[])[] };
}

/** Counts of people below this leave the community only as "fewer than five". */
export const smallestShown = 5;

/** A count as it may leave the community: 0 and 5 or more as they are, between them as fewer than five. */
export const shown = (count: number): Slot => (count > 0 && count < smallestShown ? { key: 'response.report.few' } : count);

const line = (key: string, slots: Line['slots'] = {}): Line => ({ key: `response.report.${key}`, slots });

/**
 * The situation report, written from the figures: what it is, how far the doors are, who asks for what, what is late and who answers,
 * and what is not known. The same facts give the same report; it says nothing that the records do not.
 */
export function situationReport(facts: ReportFacts): readonly Section[] {
  return [situation(facts), doors(facts), requests(facts), late(facts), ...joint(facts), unknown(facts)];
}

function situation(f: ReportFacts): Section {
  const lines = [line('what', { community: f.community, title: f.title, hazard: { hazard: f.hazard }, level: f.level, since: { at: f.openedAt } })];
  if (f.exercise) lines.unshift(line('exercise'));
  lines.push(f.closedAt ? line('closed', { at: { at: f.closedAt } }) : line('running', { at: { at: f.at } }));
  return { heading: 'response.report.situation', lines };
}

function doors(f: ReportFacts): Section {
  const lines = [
    f.doorsAll === 0
      ? line('noRound')
      : line('reached', {
          reached: f.doorsReached,
          all: f.doorsAll,
          percent: Math.round((100 * f.doorsReached) / f.doorsAll),
          safe: f.doorsSafe,
          help: f.doorsHelp,
        }),
  ];
  const last = f.perHour.at(-1);
  if (last && f.closedAt === null) lines.push(line('perHour', { doors: last.doors, at: { at: last.at } }));
  const rows = f.perGrid.map((g): Slot[] => [{ grid: g.grid }, g.all, g.reached, shown(g.help), g.noAnswer]);
  const columns = ['grid', 'all', 'reached', 'help', 'noAnswer'].map((column) => `response.report.column.${column}`);
  return { heading: 'response.report.doors', lines, ...(rows.length > 0 ? { table: { columns, rows } } : {}) };
}

function requests(f: ReportFacts): Section {
  const lines = [line('requests', { all: f.requestsAll, open: f.requestsOpen, taken: f.requestsTaken, done: f.requestsDone })];
  if (f.oldestOpenAt) lines.push(line('oldest', { at: { at: f.oldestOpenAt } }));
  if (f.medianMinToTaken !== null) lines.push(line('median', { minutes: f.medianMinToTaken }));
  const rows = f.byKind.map((k): Slot[] => [{ key: `response.kind.${k.kind}` }, shown(k.all), shown(k.open)]);
  const columns = ['kind', 'all', 'open'].map((column) => `response.report.column.${column}`);
  return { heading: 'response.report.help', lines, ...(rows.length > 0 ? { table: { columns, rows } } : {}) };
}

function late(f: ReportFacts): Section {
  const lines = [line('tasks', { done: f.tasksDone, all: f.tasksAll })];
  for (const action of f.lateActions) {
    const slots = { title: { words: action.title }, deadline: { at: action.deadlineAt } };
    lines.push(
      action.organisation
        ? line('lateAction', { ...slots, organisation: action.organisation, position: action.position ?? { key: 'response.report.noPost' } })
        : line('lateUnowned', slots),
    );
  }
  for (const h of f.handoversLate)
    lines.push(
      line('handoverLate', {
        title: h.title.zh === '' ? { key: `response.kind.${h.kind}` } : { words: h.title },
        from: h.from,
        to: h.to,
        due: { at: h.dueAt },
      }),
    );
  if (f.lateActions.length === 0) lines.push(line('nothingLate'));
  return { heading: 'response.report.actions', lines };
}

/** Who sat together and what was decided; no section while nobody did. */
function joint(f: ReportFacts): readonly Section[] {
  if (f.briefings.length === 0) return [];
  const lines = f.briefings.flatMap((b) => [
    b.held
      ? line('briefingHeld', {
          title: b.title,
          at: { at: b.startsAt },
          present: b.present,
          invited: b.invited,
          organisations: b.organisations.join(' · '),
        })
      : line('briefingPlanned', { title: b.title, at: { at: b.startsAt }, invited: b.invited }),
    ...b.decisions.map((d) =>
      line(d.done ? 'decisionDone' : 'decision', {
        text: d.text,
        owner: d.position ? `${d.organisation} · ${d.position}` : d.organisation,
        due: { at: d.dueAt },
      }),
    ),
  ]);
  return [{ heading: 'response.report.briefings', lines }];
}

function unknown(f: ReportFacts): Section {
  const lines: Line[] = [];
  const unvisited = f.doorsAll - f.doorsReached - f.doorsNoAnswer;
  if (unvisited > 0) lines.push(line('unvisited', { n: unvisited }));
  if (f.vulnerableUnvisited > 0) lines.push(line('vulnerableUnvisited', { n: f.vulnerableUnvisited }));
  if (f.doorsNoAnswer > 0) lines.push(line('noAnswer', { n: f.doorsNoAnswer, twice: f.silentDoors }));
  if (f.disputedDoors > 0) lines.push(line('disputed', { n: f.disputedDoors }));
  for (const g of f.perGrid) if (g.reached + g.noAnswer === 0) lines.push(line('gridSilent', { grid: { grid: g.grid } }));
  for (const action of f.unowned) lines.push(line('unowned', { title: { words: action.title }, duty: { key: `duty.${action.duty}` } }));
  lines.push(line('shelters'));
  return { heading: 'response.report.unknown', lines };
}

/** The report as Markdown. `say` turns a message and its slots into words, `value` a slot. */
export function toMarkdown(
  title: string,
  sections: readonly Section[],
  say: (line: Line) => string,
  value: (slot: Slot) => string,
  word: (key: string) => string,
): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const parts = sections.map(({ heading, lines, table }) => {
    const text = [`## ${word(heading)}`, '', ...lines.map((each) => `- ${say(each).replaceAll('\n', ' ')}`)];
    if (table) {
      text.push('', `| ${table.columns.map(word).map(cell).join(' | ')} |`, `| ${table.columns.map(() => '---').join(' | ')} |`);
      for (const row of table.rows) text.push(`| ${row.map(value).map(cell).join(' | ')} |`);
    }
    return text.join('\n');
  });
  return [`# ${title}`, ...parts].join('\n\n').concat('\n');
}
