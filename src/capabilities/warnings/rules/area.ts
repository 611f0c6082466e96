import type { Alert, AlertArea, MatchReason, NamedValue, Place } from '../model.ts';

/** WGS 84 position in degrees. CAP writes latitude first; GeoJSON and our tables write longitude first. */
export interface Position {
  readonly lat: number;
  readonly lon: number;
}

/** Mean radius of the earth (IUGG 1980, R1), kilometres. The haversine on this sphere is within 0.6 % of the ellipsoid. */
const EARTH_KM = 6371.0088;

/** Digits after which each level of the 12-digit division code ends (rules of the National Bureau of Statistics, 2009). */
const levels = [
  [2, 'province'],
  [4, 'city'],
  [6, 'county'],
  [9, 'street'],
  [12, 'community'],
] as const;

/** Value names that say that a shorter code is a Chinese division code; a 12-digit number says so by itself. */
const divisionName = /cpeas|division|adcode|区划|GB\/?T\s?2260/i;

/**
 * Why the alert concerns the place: every area of every language that covers it, each reason once.
 * Empty when nothing matches, also when the alert has no area that can be read.
 */
export function matchArea(alert: Alert, place: Place): MatchReason[] {
  const reasons = alert.infos.flatMap((info) => info.areas.flatMap((area) => reasonsOf(area, place)));
  const seen = new Set<string>();
  return reasons.filter((reason) => {
    // The languages name one area differently; the code is the same reason.
    const key = reason.by === 'division' ? reason.code : JSON.stringify(reason);
    return seen.has(key) ? false : seen.add(key);
  });
}

function reasonsOf(area: AlertArea, place: Place): MatchReason[] {
  const { areaDesc } = area;
  const divisions = area.geocodes.flatMap((geocode) => {
    const division = divisionOf(geocode);
    return division && place.code12.startsWith(division.prefix)
      ? [{ by: 'division' as const, code: geocode.value, level: division.level, areaDesc }]
      : [];
  });
  const polygons = area.polygons.flatMap((text) => {
    const ring = readPolygon(text);
    return ring && place.points.some((point) => insideRing(point, ring)) ? [{ by: 'polygon' as const, areaDesc }] : [];
  });
  const circles = area.circles.flatMap((text) => {
    const circle = readCircle(text);
    if (!circle || place.points.length === 0) return [];
    const distanceKm = Math.min(...place.points.map((point) => distanceKmBetween(point, circle.centre)));
    return distanceKm <= circle.radiusKm
      ? [{ by: 'circle' as const, distanceKm: Math.round(distanceKm * 100) / 100, radiusKm: circle.radiusKm, areaDesc }]
      : [];
  });
  return [...divisions, ...polygons, ...circles];
}

/**
 * The division that a geocode names: trailing zero groups stand for "all of it", so 130602000000 is the county-level
 * division 130602 with every street and community in it. Null when the code is of another system (SAME, UGC, EMMA …).
 */
export function divisionOf({ name, value }: NamedValue): { prefix: string; level: (typeof levels)[number][1] } | null {
  const digits = value.trim();
  if (!/^\d+$/.test(digits) || digits.length > 12) return null;
  if (digits.length !== 12 && !(divisionName.test(name) && levels.some(([end]) => end === digits.length))) return null;
  const whole = digits.padEnd(12, '0');
  // 000000000000 finds no level: it names no division and must not match every community of the country.
  const found = levels.findLast(([end], i) => /[1-9]/.test(whole.slice(levels[i - 1]?.[0] ?? 0, end)));
  return found ? { prefix: whole.slice(0, found[0]), level: found[1] } : null;
}

/**
 * `lat,lon lat,lon …` with at least four pairs, the last equal to the first (CAP 1.2, 3.2.4).
 * @returns null when it is not such a ring or a coordinate lies outside ±90 / ±180
 */
export function readPolygon(text: string): Position[] | null {
  const ring: Position[] = [];
  for (const pair of text.trim().split(/\s+/)) {
    const position = readPosition(pair);
    if (!position) return null;
    ring.push(position);
  }
  const [first] = ring;
  const last = ring.at(-1);
  return first && last && ring.length >= 4 && first.lat === last.lat && first.lon === last.lon ? ring : null;
}

/** `lat,lon radius`, radius in kilometres ≥ 0 (CAP 1.2, 3.2.4); null when it is not. */
export function readCircle(text: string): { centre: Position; radiusKm: number } | null {
  const [pair = '', radius = '', ...rest] = text.trim().split(/\s+/);
  const centre = readPosition(pair);
  if (!centre || rest.length > 0 || !/^\d+(\.\d+)?$/.test(radius)) return null;
  return { centre, radiusKm: Number(radius) };
}

function readPosition(pair: string): Position | null {
  const found = /^([-+]?\d+(?:\.\d+)?),([-+]?\d+(?:\.\d+)?)$/.exec(pair);
  if (!found) return null;
  const lat = Number(found[1]);
  const lon = Number(found[2]);
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

/**
 * Great-circle distance in kilometres by the haversine formula (Sinnott 1984).
 * CAP is WGS 84. A point copied from a Chinese web map is in GCJ-02 and lies 100 to 700 m beside its WGS 84 place,
 * which matters only near the edge of a small circle.
 */
export function distanceKmBetween(a: Position, b: Position): number {
  const rad = Math.PI / 180;
  const dLat = (b.lat - a.lat) * rad;
  const dLon = (b.lon - a.lon) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/**
 * Is the point in the ring (boundary included)? Even-odd rule on unprojected degrees, as CAP areas are meant at the scale of
 * districts; rings across the 180° meridian are unrolled first.
 */
export function insideRing(point: Position, ring: readonly Position[]): boolean {
  const unrolled: Position[] = [];
  for (const { lat, lon } of ring) {
    const before = unrolled.at(-1)?.lon ?? lon;
    unrolled.push({ lat, lon: before + ((((lon - before + 180) % 360) + 360) % 360) - 180 });
  }
  return [-360, 0, 360].some((turn) => insidePlane({ lat: point.lat, lon: point.lon + turn }, unrolled));
}

function insidePlane({ lat, lon }: Position, ring: readonly Position[]): boolean {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const a = ring[i - 1];
    const b = ring[i];
    if (!a || !b) continue;
    const cross = (b.lon - a.lon) * (lat - a.lat) - (b.lat - a.lat) * (lon - a.lon);
    const between = Math.min(a.lat, b.lat) <= lat && lat <= Math.max(a.lat, b.lat) && Math.min(a.lon, b.lon) <= lon && lon <= Math.max(a.lon, b.lon);
    if (between && Math.abs(cross) < 1e-12) return true;
    if (a.lat > lat !== b.lat > lat && lon < a.lon + ((b.lon - a.lon) * (lat - a.lat)) / (b.lat - a.lat)) inside = !inside;
  }
  return inside;
}
