/** SQLSTATE classes (PostgreSQL 18, appendix A): connection exception, transaction rollback, insufficient resources, operator intervention, system error. */
const passing = /^(08|40|53|57|58)/;
/** What the operating system says when nobody listens any more, and what the driver says when the line was cut. */
const cut = /^(ECONNREFUSED|ECONNRESET|EPIPE)$/;
const terminated = /^Connection terminated|^Client has encountered a connection error|^timeout exceeded when trying to connect/;

/** Did the database go away under a statement, is it starting or stopping, or did it roll back for another's sake? The same may be said again, and go well. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = '', syscall } = error as { code?: string; syscall?: string };
  // A socket in a folder that is not there yet; a file that is missing is something else.
  const noSocket = code === 'ENOENT' && syscall === 'connect';
  return (
    passing.test(code) ||
    cut.test(code) ||
    noSocket ||
    terminated.test(error.message) ||
    (error instanceof AggregateError && error.errors.some(isPassing))
  );
}
