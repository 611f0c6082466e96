/** The first instant of a day, `YYYY-MM-DD`, where the reader is. */
export const dayBegins = (day: string): string => new Date(`${day}T00:00:00`).toISOString();

/** The first instant after a day: the end of a term whose last day it is. */
export function dayEnds(day: string): string {
  const end = new Date(`${day}T00:00:00`);
  end.setDate(end.getDate() + 1);
  return end.toISOString();
}

/** The last day on which something holds that ends at an instant, as a form writes it. */
export const lastDayIn = (until: string): string => new Date(Date.parse(until) - 1).toLocaleDateString('sv-SE');

/** The day of an instant, `YYYY-MM-DD`, where the reader is. */
export const dayIn = (instant: string): string => new Date(instant).toLocaleDateString('sv-SE');

/** The last instant of a day: what stands at the end of it. */
export const dayCloses = (day: string): string => new Date(Date.parse(dayEnds(day)) - 1).toISOString();
