import { INTERNAL } from './internal-matter.ts'
import type { PackageProblem } from './read-package.ts'

/*
 * Matters that have most in common are written once: an entry with `extends` is the named one with its own members put over
 * it as a JSON merge patch (RFC 7396: objects merge, null takes away, everything else replaces). An entry that is `abstract`
 * is there to be extended only. An internal matter extends what all of them share (internal-matter.ts).
 */

export type RawEntry = Record<string, unknown> & { key?: unknown; extends?: unknown; abstract?: unknown }

/** @returns the entries as they stand for themselves, in their order, without abstract ones */
export function resolveEntries(entries: readonly RawEntry[], report: (problem: Omit<PackageProblem, 'level'>) => void): RawEntry[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]))
  const resolved = (entry: RawEntry, on: readonly unknown[]): RawEntry => {
    const { extends: base, ...own } = entry
    if (base === undefined) return own
    const place = `matter ${String(entry.key)} /extends`
    const found = byKey.get(base)
    if (!found) {
      report({ place, code: 'EXTENDS_MISSING', message: `there is no matter ${String(base)}` })
      return own
    }
    if (on.includes(base)) {
      report({ place, code: 'EXTENDS_ITSELF', message: `it extends itself: ${[...on, base].map(String).join(' → ')}` })
      return own
    }
    const { abstract: _, ...inherited } = resolved(found, [...on, base])
    return mergePatch(inherited, own) as RawEntry
  }
  return entries
    .map((entry) => resolved(entry, [entry.key]))
    .filter(({ abstract }) => abstract !== true)
    .map(({ abstract: _, ...entry }) => withInternal(entry))
}

/** The entry over what every internal matter shares; one for applicants as it is. */
export const withInternal = <Entry extends Record<string, unknown>>(entry: Entry): Entry =>
  entry.openedBy === undefined ? entry : (mergePatch(INTERNAL, entry) as Entry)

/** RFC 7396, section 2. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name]
    else merged[name] = mergePatch(merged[name], value)
  }
  return merged
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
