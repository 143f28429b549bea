/*
 * What a photo says of itself: where and when it was taken (EXIF 2.3 in the APP1 segment of a JPEG file). Pure; read before the
 * picture is made smaller, which drops it.
 */

export interface PhotoFacts {
  /** Degrees, WGS-84. */
  position: { longitude: number; latitude: number } | null
  /** As the camera wrote it: local time without zone, `YYYY-MM-DDTHH:mm:ss`. */
  takenAt: string | null
}

const NOTHING: PhotoFacts = { position: null, takenAt: null }
const APP1 = 0xffe1
const START_OF_SCAN = 0xffda
const GPS_INFO = 0x8825
const EXIF_INFO = 0x8769
const DATE_TIME_ORIGINAL = 0x9003
const TYPE_ASCII = 2
const TYPE_RATIONAL = 5
/** Of one directory: more than any camera writes. */
const MAX_ENTRIES = 200

/** What the first bytes of a file say; nothing where it is no JPEG, has no EXIF, or what it has is broken. */
export function photoFacts(buffer: ArrayBuffer): PhotoFacts {
  try {
    const view = new DataView(buffer)
    const tiff = view.byteLength > 4 && view.getUint16(0) === 0xffd8 ? exifAt(view) : null
    return tiff === null ? NOTHING : factsAt(view, tiff)
  } catch (error) {
    if (error instanceof RangeError) return NOTHING
    throw error
  }
}

/** Where the TIFF header of the EXIF segment begins. */
function exifAt(view: DataView): number | null {
  for (let at = 2; at + 10 < view.byteLength;) {
    const marker = view.getUint16(at)
    if (marker === START_OF_SCAN || marker >> 8 !== 0xff) return null
    // "Exif\0\0"
    if (marker === APP1 && view.getUint32(at + 4) === 0x45786966) return at + 10
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

interface Entry {
  type: number
  count: number
  /** Where its value stands. */
  at: number
}

function factsAt(view: DataView, tiff: number): PhotoFacts {
  const little = view.getUint16(tiff) === 0x4949
  const directory = (offset: number): Map<number, Entry> => {
    const found = new Map<number, Entry>()
    const count = Math.min(view.getUint16(tiff + offset, little), MAX_ENTRIES)
    for (let i = 0; i < count; i++) {
      const at = tiff + offset + 2 + i * 12
      found.set(view.getUint16(at, little), { type: view.getUint16(at + 2, little), count: view.getUint32(at + 4, little), at: at + 8 })
    }
    return found
  }
  const offsetOf = ({ at }: Entry) => view.getUint32(at, little)
  const text = (entry: Entry | undefined): string | null => {
    if (entry?.type !== TYPE_ASCII) return null
    const from = entry.count > 4 ? tiff + offsetOf(entry) : entry.at
    return [...Array(entry.count).keys()]
      .map((i) => String.fromCharCode(view.getUint8(from + i)))
      .join('')
      .replace(/\0.*$/, '')
  }
  /** Degrees, minutes, seconds. */
  const degrees = (entry: Entry | undefined): number | null => {
    if (entry?.type !== TYPE_RATIONAL || entry.count !== 3) return null
    const parts = [0, 1, 2].map((i) => {
      const at = tiff + offsetOf(entry) + i * 8
      return view.getUint32(at, little) / view.getUint32(at + 4, little)
    })
    const value = parts[0]! + parts[1]! / 60 + parts[2]! / 3600
    return Number.isFinite(value) ? value : null
  }
  const root = directory(view.getUint32(tiff + 4, little))
  const gps = root.get(GPS_INFO) && directory(offsetOf(root.get(GPS_INFO)!))
  const exif = root.get(EXIF_INFO) && directory(offsetOf(root.get(EXIF_INFO)!))
  const [latitude, longitude] = [degrees(gps?.get(2)), degrees(gps?.get(4))]
  const stamp = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(text(exif?.get(DATE_TIME_ORIGINAL)) ?? '')
  return {
    position:
      latitude === null || longitude === null
        ? null
        : { latitude: text(gps?.get(1)) === 'S' ? -latitude : latitude, longitude: text(gps?.get(3)) === 'W' ? -longitude : longitude },
    takenAt: stamp ? `${stamp[1]}-${stamp[2]}-${stamp[3]}T${stamp[4]}` : null,
  }
}
