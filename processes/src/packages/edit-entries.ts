import { INTERNAL } from './internal-matter.ts'
import { resolveEntries, type RawEntry } from './matter-entries.ts'

/*
 * The matters of a package that is kept as files, to be read and changed one by one: an editor sees each as it stands for
 * itself, and what it changes is written where the matter has its own members, not where it took them from.
 */

/** Path in the package's folder → content. */
type Files = Readonly<Record<string, string>>

const MANIFEST = 'manifest.json'
const isMatterFile = (path: string): boolean => /^matters\/[^/]+\.json$/.test(path)

export interface MatterEntry {
  key: string
  /** Where it is written. */
  file: string
  /** Another matter that it extends; null: none. */
  extends: string | null
  /** There only to be extended. */
  isAbstract: boolean
  /** As it stands for itself. */
  matter: Record<string, unknown>
}

/** Every matter of the package, abstract ones too. @throws SyntaxError if a file is not JSON */
export function matterEntries(files: Files): MatterEntry[] {
  const placed = rawEntries(files)
  return placed.map(({ file, entry }) => ({
    key: String(entry.key),
    file,
    extends: typeof entry.extends === 'string' ? entry.extends : null,
    isAbstract: entry.abstract === true,
    matter: standing(placed, entry),
  }))
}

/**
 * The files that change when a matter is to read as `wanted`: of one that extends another, only what differs from that is written.
 * @throws Error if there is no such matter
 */
export function withMatter(files: Files, key: string, wanted: Record<string, unknown>): Record<string, string> {
  const placed = rawEntries(files)
  const found = placed.find(({ entry }) => entry.key === key)
  if (!found) throw new Error(`the package has no matter "${key}"`)
  const { file, entry } = found
  const extended = placed.find(({ entry: other }) => other.key === entry.extends)?.entry
  const base = extended ? standing(placed, extended) : wanted.openedBy === undefined ? null : INTERNAL
  const kept = { ...(entry.extends !== undefined && { extends: entry.extends }), ...(entry.abstract !== undefined && { abstract: true }) }
  const own = base ? (patchBetween(base, wanted) as Record<string, unknown>) : wanted
  const next = { key, ...kept, ...own }
  if (file !== MANIFEST) return { [file]: written(next) }
  const manifest = JSON.parse(files[MANIFEST]!) as { matters: RawEntry[] }
  return { [MANIFEST]: written({ ...manifest, matters: manifest.matters.map((other) => (other.key === key ? next : other)) }) }
}

/** The JSON merge patch (RFC 7396) that makes `wanted` of `target`; what they have in common is left out. */
export function patchBetween(target: unknown, wanted: unknown): unknown {
  if (!isObject(target) || !isObject(wanted)) return wanted
  const patch: Record<string, unknown> = {}
  for (const name of Object.keys(target)) if (!(name in wanted)) patch[name] = null
  for (const [name, value] of Object.entries(wanted)) if (!equal(target[name], value)) patch[name] = patchBetween(target[name], value)
  return patch
}

function rawEntries(files: Files): { file: string; entry: RawEntry }[] {
  const manifest = JSON.parse(files[MANIFEST] ?? '{}') as { matters?: RawEntry[] }
  const inManifest = (Array.isArray(manifest.matters) ? manifest.matters : []).map((entry) => ({ file: MANIFEST, entry }))
  const inFiles = Object.keys(files)
    .filter(isMatterFile)
    .sort()
    .map((file) => ({ file, entry: JSON.parse(files[file]!) as RawEntry }))
  return [...inManifest, ...inFiles]
}

/** An entry with what it extends, whether or not it is abstract. */
function standing(placed: readonly { entry: RawEntry }[], entry: RawEntry): Record<string, unknown> {
  const { abstract: _, ...shown } = entry
  const all = placed.map(({ entry: other }) => (other === entry ? shown : other))
  return resolveEntries(all, () => {}).find(({ key }) => key === entry.key) ?? shown
}

const written = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The same JSON value, whatever the order of its members. */
function equal(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, at) => equal(item, b[at]))
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a)
    return names.length === Object.keys(b).length && names.every((name) => name in b && equal(a[name], b[name]))
  }
  return a === b
}
