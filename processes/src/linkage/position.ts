/* Positions: degrees of longitude and latitude in WGS-84, as phones and GeoJSON have them. Pure. */

export interface Position {
  longitude: number
  latitude: number
}

/** A box that holds a circle, degrees. */
export interface Box {
  south: number
  north: number
  west: number
  east: number
}

/** Mean radius of the earth, metres. */
const EARTH_M = 6_371_008.8
const RADIANS = Math.PI / 180

/** Metres between two positions, by the haversine formula on a sphere: right to half a percent. */
export function distanceM(a: Position, b: Position): number {
  const dLat = (b.latitude - a.latitude) * RADIANS
  const dLon = (b.longitude - a.longitude) * RADIANS
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.latitude * RADIANS) * Math.cos(b.latitude * RADIANS) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** The box around a circle: what lies within the radius lies in it. Not for the poles nor the date line, where no county is. */
export function boxAround({ longitude, latitude }: Position, radiusM: number): Box {
  const dLat = radiusM / EARTH_M / RADIANS
  const dLon = Math.asin(Math.min(1, Math.sin(radiusM / EARTH_M) / Math.cos(latitude * RADIANS))) / RADIANS
  // A little more than computed: rounding must not lose what lies on the edge.
  const [lat, lon] = [dLat * 1.001, dLon * 1.001]
  return { south: latitude - lat, north: latitude + lat, west: longitude - lon, east: longitude + lon }
}

/** Half axis and eccentricity of the Krasovsky ellipsoid on which GCJ-02 was made. */
const AXIS = 6_378_245
const ECCENTRICITY = 0.006_693_421_622_965_943

/** China, roughly: outside of it GCJ-02 is WGS-84. */
const isInChina = ({ longitude, latitude }: Position): boolean =>
  longitude >= 72.004 && longitude <= 137.8347 && latitude >= 0.8293 && latitude <= 55.8271

/** How GCJ-02 shifts a position, degrees. */
function shift({ longitude, latitude }: Position): Position {
  const [x, y] = [longitude - 105, latitude - 35]
  const wave = (v: number, ...terms: (readonly [amplitude: number, period: number])[]) =>
    terms.reduce((sum, [amplitude, period]) => sum + amplitude * Math.sin((v / period) * Math.PI), 0) * (2 / 3)
  const common = wave(x, [20, 1 / 6], [20, 1 / 2])
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    common +
    wave(y, [20, 1], [40, 3], [160, 12], [320, 30])
  const east =
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + common + wave(x, [20, 1], [40, 3], [150, 12], [300, 30])
  const rad = latitude * RADIANS
  const magic = 1 - ECCENTRICITY * Math.sin(rad) ** 2
  return {
    latitude: north / (((AXIS * (1 - ECCENTRICITY)) / (magic * Math.sqrt(magic))) * RADIANS),
    longitude: east / ((AXIS / Math.sqrt(magic)) * Math.cos(rad) * RADIANS),
  }
}

/** WGS-84 → GCJ-02, the shifted coordinates of Chinese maps. */
export function toGcj02(at: Position): Position {
  if (!isInChina(at)) return at
  const by = shift(at)
  return { longitude: at.longitude + by.longitude, latitude: at.latitude + by.latitude }
}

const MAX_STEPS = 20
/** Degrees; a thousandth of a millimetre. */
const CLOSE = 1e-11

/** GCJ-02 → WGS-84: the position whose shift is this one, by fixed-point iteration; off by less than a millimetre. */
export function fromGcj02(at: Position): Position {
  let found = at
  for (let step = 0; step < MAX_STEPS; step++) {
    const shifted = toGcj02(found)
    const off = { longitude: at.longitude - shifted.longitude, latitude: at.latitude - shifted.latitude }
    found = { longitude: found.longitude + off.longitude, latitude: found.latitude + off.latitude }
    if (Math.abs(off.longitude) < CLOSE && Math.abs(off.latitude) < CLOSE) break
  }
  return found
}
